package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.line.Help;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  static Stream<String> commands() {
    return Commands.NAMES.stream();
  }

  @Test
  void the_help_lists_all_commands_in_groups() {
    var call = Call.of("--help");
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    GoldenFile.matches("help/millrace.txt", call.out());
    assertThat(Call.of("help")).isEqualTo(call);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void every_command_says_what_it_takes_and_shows_an_example(String command) {
    var call = Call.of(command, "--help");
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    assertThat(call.err()).isEmpty();
    assertThat(call.out().lines()).allMatch(line -> line.length() <= Help.WIDTH);
    assertThat(call.out()).contains("\n  millrace " + command);
    GoldenFile.matches("help/" + command + ".txt", call.out());
    assertThat(Call.of("help", command)).isEqualTo(call);
    assertThat(Call.of("--help", command)).isEqualTo(call);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-v", "-V", "--version", "version"})
  void the_version_is_told(String option) {
    var call = Call.of(option);
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    assertThat(call.out()).startsWith("millrace ");
  }

  @Test
  void help_is_given_whatever_else_stands_there() {
    assertThat(Call.of("run", "--nonsense", "-h").status()).isEqualTo(ExitStatus.DONE);
  }

  @Test
  void the_completion_script_knows_every_command_and_its_options() {
    var call = Call.of("completion");
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    assertThat(call.out()).contains(Commands.NAMES).contains("--rounds", "--timeout");
    GoldenFile.matches("completion.bash", call.out());
  }
}
