package dev.millrace.core.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ZoneTableTest {
  static List<ZoneId> zones() {
    return Zones.withChanges();
  }

  @ParameterizedTest
  @MethodSource("zones")
  void spans_follow_each_other_and_have_the_offsets_of_the_zone(ZoneId zone) {
    var table = ZoneTable.of(zone);
    for (var at = 0; at < table.size(); at++) {
      var span = table.span(at);
      assertThat(span.start()).as("%s", span).isLessThan(span.end());
      if (at > 0) {
        assertThat(span.start()).isEqualTo(table.span(at - 1).end());
      }
      for (var second : new long[] {span.start(), span.end() - 1}) {
        assertThat(zone.getRules().getOffset(Instant.ofEpochSecond(second)).getTotalSeconds())
            .as("%s at %d", span, second)
            .isEqualTo(span.offset());
        assertThat(table.at(second)).isEqualTo(at);
      }
    }
  }

  @Test
  void a_zone_has_one_table() {
    assertThat(ZoneTable.of(ZoneId.of("Europe/Madrid")))
        .isSameAs(ZoneTable.of(ZoneId.of("Europe/Madrid")));
  }

  @Test
  void there_are_many_zones_with_changes() {
    assertThat(zones()).hasSizeGreaterThan(250);
  }
}
