package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
  @Test
  void the_help_lists_all_commands_in_groups() {
    var call = Call.of("--help");
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    GoldenFile.matches("help/millrace.txt", call.out());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void every_command_says_what_it_takes_and_shows_an_example(String command) {
    var call = Call.of(command, "--help");
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    assertThat(call.err()).isEmpty();
    assertThat(call.out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(call.out()).contains("\n  millrace " + command);
    GoldenFile.matches("help/" + command + ".txt", call.out());
    assertThat(Call.of("help", command).out()).isEqualTo(call.out());
  }

  @Test
  void the_completion_script_knows_every_command() {
    var call = Call.of("completion");
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    assertThat(call.out()).contains(commands().toList());
  }

  static Stream<String> commands() {
    var root = new CommandLine(new Millrace());
    Commands.addAll(root, Terminal.of(new ByteArrayOutputStream(), new ByteArrayOutputStream()));
    return root.getSubcommands().keySet().stream().filter(name -> !name.equals("help"));
  }
}
