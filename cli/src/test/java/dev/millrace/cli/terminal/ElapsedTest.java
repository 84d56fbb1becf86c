package dev.millrace.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElapsedTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S,            0.00 s",
    "PT0.009S,        0.00 s",
    "PT0.129S,        0.12 s",
    "PT0.999S,        0.99 s",
    "PT1S,            1.0 s",
    "PT9.99S,         9.9 s",
    "PT42.7S,         42 s",
    "PT59.999S,       59 s",
    "PT1M,            1 min 00 s",
    "PT3M7S,          3 min 07 s",
    "PT59M59S,        59 min 59 s",
    "PT2H5M59S,       2 h 05 min",
    "PT76H,           3 d 4 h",
    "PT-5S,           0.00 s"
  })
  void a_time_has_the_figures_that_matter(Duration duration, String text) {
    assertThat(Elapsed.text(duration)).isEqualTo(text);
  }
}
