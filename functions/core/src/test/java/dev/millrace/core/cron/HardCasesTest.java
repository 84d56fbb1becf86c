package dev.millrace.core.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The table hard-cases.txt, forward and back.
class HardCasesTest {
  private static final String END = "end";

  /// A line of the table.
  record HardCase(
      String expression,
      Timing timing,
      Instant from,
      List<Instant> ticks,
      boolean ends,
      String why) {
    static HardCase of(String line) {
      var cells = line.split(" \\| ");
      assertThat(cells).as(line).hasSize(7);
      var ticks = Arrays.stream(cells[5].split(" ")).filter(text -> !text.equals(END));
      return new HardCase(
          cells[0],
          new Timing(
              ZoneId.of(cells[1]),
              Gap.valueOf(cells[2].toUpperCase(Locale.ROOT)),
              Repeat.valueOf(cells[3].toUpperCase(Locale.ROOT)),
              Optional.empty(),
              Optional.empty()),
          Instant.parse(cells[4]),
          ticks.map(Instant::parse).toList(),
          cells[5].endsWith(END),
          cells[6]);
    }

    @Override
    public String toString() {
      return "%s in %s: %s".formatted(expression, timing.zone(), why);
    }
  }

  static List<HardCase> table() throws IOException {
    try (var file = HardCasesTest.class.getResourceAsStream("hard-cases.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(HardCase::of)
          .toList();
    }
  }

  @Test
  void there_are_many() throws IOException {
    assertThat(table()).hasSizeGreaterThan(120).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("table")
  void the_ticks_after_an_instant_are_those_of_the_table(HardCase hard) {
    var ticks = Ticks.of(Expressions.right(hard.expression()), hard.timing());
    var found = new ArrayList<Instant>();
    var next = ticks.after(hard.from());
    while (next.isPresent() && (found.size() < hard.ticks().size() || hard.ends())) {
      found.add(next.get());
      next = ticks.after(next.get());
    }
    assertThat(found).as(hard.why()).isEqualTo(hard.ticks());
  }

  @ParameterizedTest
  @MethodSource("table")
  void each_tick_of_the_table_is_the_one_before_the_next(HardCase hard) {
    var ticks = Ticks.of(Expressions.right(hard.expression()), hard.timing());
    for (var at = 1; at < hard.ticks().size(); at++) {
      assertThat(ticks.before(hard.ticks().get(at))).contains(hard.ticks().get(at - 1));
    }
  }
}
