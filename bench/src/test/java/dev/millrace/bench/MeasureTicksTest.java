package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasureTicksTest {
  @Test
  void every_expression_gets_its_line() {
    assertThat(MeasureTicks.lines(500, 3))
        .hasSize(8)
        .allMatch(line -> line.matches("\\S.* +\\S+( +\\d+\\.\\d){3}"));
  }
}
