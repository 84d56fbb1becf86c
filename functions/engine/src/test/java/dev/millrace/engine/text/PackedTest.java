package dev.millrace.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedTest {
  @Test
  void short_text_stays_as_it_is() {
    var text = "x".repeat(Packed.PLAIN_MAX);

    assertThat(Packed.pack(text)).isEqualTo(text);
    assertThat(Packed.unpack(text)).isEqualTo(text);
  }

  @Test
  void long_text_becomes_short_and_is_read_back() {
    var text = "größe ".repeat(100_000);

    assertThat(Packed.pack(text)).startsWith("z:").hasSizeLessThan(10_000);
    assertThat(Packed.unpack(Packed.pack(text))).isEqualTo(text);
  }

  @Test
  void text_that_cannot_be_made_shorter_is_read_back_too() {
    var generated = new Generated(3);
    var text = new StringBuilder();
    for (var i = 0; i < 20_000; i++) {
      text.append((char) (' ' + generated.below(90)));
    }

    assertThat(Packed.unpack(Packed.pack(text.toString()))).isEqualTo(text.toString());
    assertThat(Packed.unpack(Packed.packAlways(""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"z:", "z:!!", "z:AAAA", "z:S0"})
  void damaged_text_is_refused(String text) {
    assertThatExceptionOfType(StoredTextException.class).isThrownBy(() -> Packed.unpack(text));
  }

  @Test
  void text_that_was_cut_off_is_refused() {
    var packed = Packed.packAlways("some text that is long enough to be cut off somewhere");

    assertThatExceptionOfType(StoredTextException.class)
        .isThrownBy(() -> Packed.unpack(packed.substring(0, packed.length() - 8)));
  }
}
