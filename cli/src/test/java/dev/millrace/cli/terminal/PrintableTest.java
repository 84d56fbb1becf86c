package dev.millrace.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void a_sequence_that_would_clear_the_screen_is_written_out() {
    assertThat(Printable.text("gone\033[2J")).isEqualTo("gone\\u001b[2J");
  }

  @Test
  void line_ends_stay_in_a_text_and_are_written_out_in_a_line() {
    assertThat(Printable.text("a\n\tb")).isEqualTo("a\n\tb");
    assertThat(Printable.line("a\r\n\tb")).isEqualTo("a\\r\\n\\tb");
  }

  @Test
  void characters_that_turn_the_direction_of_text_are_written_out() {
    assertThat(Printable.line("a\u202Eb\u2066c")).isEqualTo("a\\u202eb\\u2066c");
  }

  @Test
  void letters_of_all_languages_and_pictures_stay() {
    assertThat(Printable.line("Größe 数 🙂")).isEqualTo("Größe 数 🙂");
  }
}
