package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong with a command line is said in a sentence, with what was probably meant.
class WrongUseTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "validat x.yaml        | millrace: there is no command validat. Did you mean validate?",
        "xyzzy                 | millrace: there is no command xyzzy.",
        "validate --jsn x.yaml | millrace validate: there is no option --jsn. Did you mean --json?",
        "--verison             | millrace: there is no option --verison. Did you mean --version?",
        "validate              | millrace validate: FILE is missing.",
        "show                  | millrace show: RUN is missing.",
        "show a b              | millrace show: the argument b is one too many.",
        "graph x --format png  | millrace graph: invalid value for option '--format': there is no"
            + " format png: use mermaid, dot or svg.",
        "runs --limit many     | millrace runs: invalid value for option '--limit': 'many' is not"
            + " an int.",
        "runs --status done    | millrace runs: invalid value for option '--status': there is no"
            + " status done: use queued, running, succeeded, failed, timed_out, cancelled.",
        "runs --from today     | millrace runs: invalid value for option '--from': today is no"
            + " instant in UTC such as 2026-11-23T06:00:00Z.",
        "retry a.b --version 3 | millrace retry: invalid value for option '--version': use same or"
            + " latest, not 3.",
        "dags --api localhost  | millrace dags: invalid value for option '--api': localhost is no"
            + " address such as http://127.0.0.1:7070.",
        "start x --input day   | millrace: --input: day is not JSON. Write an object such as"
            + " '{\"day\": \"2026-01-31\"}', or @FILE.",
        "push no-such.yaml     | millrace: there is no file no-such.yaml.",
      })
  void it_ends_with_status_2_and_a_sentence(String line, String sentence) {
    var call = Call.of(line.split(" "));
    assertThat(call.status()).isEqualTo(ExitStatus.WRONG_USE);
    assertThat(call.out()).isEmpty();
    assertThat(call.err().lines().findFirst()).contains(sentence);
  }

  @Test
  void without_a_command_the_help_says_what_there_is() {
    var call = Call.of();
    assertThat(call.status()).isEqualTo(ExitStatus.WRONG_USE);
    assertThat(call.out()).isEmpty();
    assertThat(call.err()).startsWith("Usage: millrace");
  }
}
