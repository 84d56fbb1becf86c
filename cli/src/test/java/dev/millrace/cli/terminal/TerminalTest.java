package dev.millrace.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.terminal.Output.Reader;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void a_person_at_a_terminal_gets_colour() {
    assertThat(Terminal.reader(true, Map.of("TERM", "xterm"))).isEqualTo(Reader.PERSON_IN_COLOUR);
  }

  @Test
  void no_color_is_heeded_unless_it_is_empty() {
    assertThat(Terminal.reader(true, Map.of("TERM", "xterm", "NO_COLOR", "1")))
        .isEqualTo(Reader.PERSON);
    assertThat(Terminal.reader(true, Map.of("TERM", "xterm", "NO_COLOR", "")))
        .isEqualTo(Reader.PERSON_IN_COLOUR);
  }

  @Test
  void a_dumb_terminal_gets_no_colour() {
    assertThat(Terminal.reader(true, Map.of("TERM", "dumb"))).isEqualTo(Reader.PERSON);
    assertThat(Terminal.reader(true, Map.of())).isEqualTo(Reader.PERSON);
  }

  @Test
  void a_file_gets_no_colour() {
    assertThat(Terminal.reader(false, Map.of("TERM", "xterm"))).isEqualTo(Reader.PROGRAM);
  }

  @Test
  void text_is_utf_8_whatever_the_locale_says() {
    var out = new ByteArrayOutputStream();
    Terminal.of(out, new ByteArrayOutputStream()).out().line("é");
    assertThat(out.toByteArray()).containsExactly(0xC3, 0xA9, '\n');
  }

  @Test
  void only_a_person_in_colour_sees_paint() {
    for (var reader : Reader.values()) {
      var terminal = Terminal.of(new ByteArrayOutputStream(), new ByteArrayOutputStream(), reader);
      assertThat(terminal.out().painted(Paint.RED, "bad"))
          .isEqualTo(reader == Reader.PERSON_IN_COLOUR ? "\033[31mbad\033[0m" : "bad");
    }
  }
}
