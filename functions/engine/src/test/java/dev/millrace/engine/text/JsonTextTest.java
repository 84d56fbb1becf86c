package dev.millrace.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "\"größe \\\" 🙂\"",
        "17",
        "-9007199254740993",
        "123456789012345678901234567890",
        "1.5",
        "0.1",
        "0.12345678901234567890123456789",
        "1E+400",
        "[]",
        "{}",
        "{\"b\":[1,{\"a\":null}],\"a\":\"x\"}"
      })
  void a_value_is_written_as_it_was_read(String text) {
    assertThat(JsonText.write(JsonText.read(text))).isEqualTo(text);
    assertThat(JsonText.writeUtf8(JsonText.readUtf8(text.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void equal_numbers_are_equal_values() {
    assertThat(JsonText.read("1.50")).isEqualTo(JsonText.read("1.5"));
    assertThat(JsonText.read("5").isInt()).isTrue();
    assertThat(JsonText.read("5000000000").isLong()).isTrue();
    assertThat(JsonText.read("1.5").isDouble()).isTrue();
    assertThat(JsonText.read("0.12345678901234567890123456789").isBigDecimal()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "[1,]", "1 2", "{\"a\"}", "nul", "]"})
  void what_is_not_exactly_one_value_is_refused(String text) {
    assertThatExceptionOfType(StoredTextException.class).isThrownBy(() -> JsonText.read(text));
  }
}
