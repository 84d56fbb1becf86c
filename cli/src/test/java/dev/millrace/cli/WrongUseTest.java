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
      quoteCharacter = '`',
      value = {
        "validat x.yaml        | millrace: there is no command validat. Did you mean validate?",
        "xyzzy                 | millrace: there is no command xyzzy.",
        "help xyzzy            | millrace: there is no command xyzzy.",
        "--verison             | millrace: there is no option --verison. Did you mean --version?",
        "validate --jsn x.yaml | millrace validate: there is no option --jsn. Did you mean --json?",
        "validate              | millrace validate: FILE is missing.",
        "show                  | millrace show: RUN is missing.",
        "show a b              | millrace show: the argument b is one too many.",
        "show --task           | millrace show: --task needs a value: --task NAME.",
        "show a --json=yes     | millrace show: --json takes no value.",
        "show a --json --json  | millrace show: --json stands there twice.",
        "graph x --format png  | millrace graph: --format must be mermaid, dot or svg, not png.",
        "cron                  | millrace cron: next is missing.",
        "cron next             | millrace cron: EXPR is missing.",
        "cron nxt @daily       | millrace cron: there is no cron nxt. Write cron next.",
        "cron next 0 6 1 1 5   | millrace cron: the argument 6 is one too many.",
        "cron next @dayly      | millrace: there is no \"@dayly\".",
        "cron next @daily --zone Europe/Madird | millrace cron: --zone must be a time zone such as"
            + " Europe/Madrid or UTC, not Europe/Madird. Did you mean Europe/Madrid?",
        "cron next @daily --gap jump | millrace cron: --gap must be skip or shift, not jump.",
        "cron next @daily --repeat 2 | millrace cron: --repeat must be first or both, not 2.",
        "cron next @daily --count 0 | millrace cron: --count must be a whole number from 1 to"
            + " 10,000, not 0.",
        "cron next @daily --from today | millrace cron: --from must be an instant in UTC such as"
            + " 2026-11-23T06:00:00Z, not today.",
        "runs --limit many     | millrace runs: --limit must be a whole number from 1 to 1,000, not"
            + " many.",
        "runs --limit 1001     | millrace runs: --limit must be a whole number from 1 to 1,000, not"
            + " 1001.",
        "runs --status done    | millrace runs: --status must be queued, running, succeeded,"
            + " failed, timed_out or cancelled, not done.",
        "runs --from today     | millrace runs: --from must be an instant in UTC such as"
            + " 2026-11-23T06:00:00Z, not today.",
        "runs --data .         | millrace: . is no data folder: there is no millrace.db.",
        "retry a.b --version 3 | millrace retry: --version must be same or latest, not 3.",
        "dags --api localhost  | millrace dags: --api must be an address such as"
            + " http://127.0.0.1:7070, not localhost.",
        "start x --input day   | millrace start: --input: day is not JSON. Write an object such as"
            + " '{\"day\": \"2026-01-31\"}', or @FILE.",
        "push no-such.yaml     | millrace push: there is no file no-such.yaml.",
        "local --port 65536    | millrace local: --port must be a whole number from 0 to 65,535,"
            + " not 65536.",
        "bench ring-3          | millrace bench: there is no shape ring-3: use chain-N, fan-N,"
            + " grid-NxM, runs-RxN or map-N.",
        "bench fan-10000       | millrace bench: fan-10000 is of the wrong size: 1 to 10,000 tasks"
            + " are measured.",
        "bench --rounds 0      | millrace bench: --rounds must be a whole number from 1 to 1,000,"
            + " not 0.",
        "run no-such.yaml      | millrace run: there is no file no-such.yaml.",
        "run src/test/documents/rihgt.yaml | millrace run: there is no file"
            + " src/test/documents/rihgt.yaml. Did you mean src/test/documents/right.yaml?",
        "run src/test/documents/zzz.yaml | millrace run: there is no file"
            + " src/test/documents/zzz.yaml.",
        "runs --data . --api http://127.0.0.1:1 | millrace runs: --data and --api do not mix: look"
            + " into a folder, or ask a host.",
        "show a.b --data . --api http://127.0.0.1:1 | millrace show: --data and --api do not mix:"
            + " look into a folder, or ask a host.",
        "show a.b --api=       | millrace show: --api must be an address such as"
            + " http://127.0.0.1:7070, not empty.",
        "run src/test/documents/right.yaml --set one=day | millrace run: --set one: day is not"
            + " JSON. Write a text in double quotes, '\"day\"', or @FILE.",
        "run src/test/documents/right.yaml --set zzzzzz=1 | millrace run: --set: there is no task"
            + " zzzzzz. There are one.",
        "--help xyzzy          | millrace: there is no command xyzzy.",
        "run src               | millrace run: src is a folder. Name a file in it.",
        "run x --timeout 5     | millrace run: --timeout must be a duration with a unit, not 5."
            + " Write 5s for seconds; units are ms, s, m, h and d.",
        "run x --set a         | millrace run: --set must be TASK=JSON, not a.",
        "run src/test/documents/right.yaml --set on=1 | millrace run: --set: there is no task on."
            + " Did you mean one?",
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
    assertThat(call.err()).isEqualTo(Call.of("--help").out());
  }
}
