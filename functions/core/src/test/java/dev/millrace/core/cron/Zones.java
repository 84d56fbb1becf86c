package dev.millrace.core.cron;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The zones of the JDK, one for each set of rules.
final class Zones {
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2101-01-01T00:00:00Z");

  private Zones() {}

  /// All that change between 1970 and 2100.
  static List<ZoneId> withChanges() {
    var byRules = new LinkedHashMap<Object, ZoneId>();
    ZoneId.getAvailableZoneIds().stream()
        .sorted()
        .map(ZoneId::of)
        .filter(zone -> !changes(zone).isEmpty())
        .forEach(zone -> byRules.putIfAbsent(zone.getRules(), zone));
    return List.copyOf(byRules.values());
  }

  /// The changes of a zone between 1970 and 2100.
  static List<ZoneOffsetTransition> changes(ZoneId zone) {
    var changes = new ArrayList<ZoneOffsetTransition>();
    var rules = zone.getRules();
    for (var change = rules.nextTransition(FIRST);
        change != null && change.getInstant().isBefore(LAST);
        change = rules.nextTransition(change.getInstant())) {
      changes.add(change);
    }
    return changes;
  }
}
