package dev.millrace.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
  @Test
  void an_instant_has_exactly_six_fraction_digits() {
    assertThat(InstantText.of(Instant.parse("2026-11-23T06:00:00Z")))
        .isEqualTo("2026-11-23T06:00:00.000000Z");
    assertThat(InstantText.of(Instant.parse("0007-01-02T03:04:05.012340Z")))
        .isEqualTo("0007-01-02T03:04:05.012340Z");
    assertThat(InstantText.of(Instant.parse("1969-12-31T23:59:59.999999999Z")))
        .isEqualTo("1969-12-31T23:59:59.999999Z");
  }

  @Test
  void what_was_written_is_read_back() {
    var generated = new Generated(4);
    for (var i = 0; i < 1_000; i++) {
      var instant = generated.instant();
      assertThat(InstantText.parse(InstantText.of(instant))).isEqualTo(instant);
      assertThat(InstantText.of(instant)).hasSize(27);
    }
  }

  @Test
  void other_forms_of_iso_8601_are_read_too() {
    assertThat(InstantText.parse("2026-11-23T06:00:00Z"))
        .isEqualTo(Instant.parse("2026-11-23T06:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "2026-13-23T06:00:00.000000Z", "2026-11-23T06:0x:00.000000Z"})
  void other_text_is_refused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InstantText.parse(text))
        .withMessageContaining("not an instant: " + text);
  }

  @Test
  void an_instant_that_would_not_sort_as_text_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> InstantText.of(Instant.MAX));
  }
}
