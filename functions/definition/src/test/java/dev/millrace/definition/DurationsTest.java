package dev.millrace.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.definition.Durations.Exact;
import dev.millrace.definition.Durations.Wrong;
import dev.millrace.definition.Durations.Zero;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "250ms, 250",
    "30s, 30000",
    "5m, 300000",
    "2h, 7200000",
    "7d, 604800000",
    "PT1H30M, 5400000",
    "P1DT2H, 93600000",
    "PT0.25S, 250",
    "pt5s, 5000",
    "366d, 31622400000",
    "007s, 7000"
  })
  void short_forms_and_iso_8601_are_read(String text, long millis) {
    assertThat(Durations.read(text, Zero.REFUSED)).isEqualTo(new Exact(Duration.ofMillis(millis)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "30",
        "30 s",
        "30S",
        "1.5h",
        "-30s",
        "-PT30S",
        "PT-30S",
        "1h30m",
        "P1M",
        "P1Y",
        "P",
        "PT",
        "367d",
        "999999999999d",
        "9999999999999ms",
        "PT99999999999999999999S",
        "PT999999999999999999H",
        "PT0.0001S",
        "1w",
        "soon",
        "५s"
      })
  void everything_else_is_wrong_and_says_what_to_write(String text) {
    assertThat(Durations.read(text, Zero.ALLOWED))
        .isInstanceOfSatisfying(
            Wrong.class,
            wrong -> {
              assertThat(wrong.rule()).startsWith("must");
              assertThat(wrong.mend()).endsWith(".");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "0ms", "PT0S"})
  void zero_is_for_the_caller_to_allow(String text) {
    assertThat(Durations.read(text, Zero.ALLOWED)).isEqualTo(new Exact(Duration.ZERO));
    assertThat(Durations.read(text, Zero.REFUSED)).isInstanceOf(Wrong.class);
  }

  @ParameterizedTest
  @CsvSource({"PT90S, 90s", "PT14M, 14m", "P7D, 7d", "PT0.25S, 250ms", "PT36H, 36h", "PT0S, 0ms"})
  void in_words_is_the_shortest_short_form(Duration duration, String words) {
    assertThat(Durations.inWords(duration)).isEqualTo(words);
  }

  @Test
  void a_number_without_unit_is_answered_with_seconds() {
    assertThat(Durations.read("30", Zero.ALLOWED))
        .isEqualTo(
            new Wrong(
                "must be a duration with a unit",
                "Write 30s for seconds; units are ms, s, m, h and d."));
  }
}
