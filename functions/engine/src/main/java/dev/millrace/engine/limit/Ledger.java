package dev.millrace.engine.limit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// Who has which units of a limit: the value of its entry. Every unit is either free or with one
/// holder, so there are never more of them in use than the limit allows. Mutable; for one thread at
/// a time.
final class Ledger {
  /// Clocks of workers differ; a holder whose time is over so long ago uses its units no more.
  static final Duration MARGIN = Duration.ofSeconds(5);

  private static final int FORMAT = 1;

  private static final long FOREVER = Long.MAX_VALUE - 1;

  private final Map<Unit, Units> free = new EnumMap<>(Unit.class);
  private final SortedMap<String, Holder> holders = new TreeMap<>();
  private long bookedUntil;

  /// @param until when its requests are over at the latest, in milliseconds since 1970
  private record Holder(long until, Map<Unit, Integer> units) {}

  private Ledger() {
    for (var unit : Unit.values()) {
      free.put(unit, new Units());
    }
  }

  static Ledger read(Optional<JsonNode> value) {
    var ledger = new Ledger();
    if (value.isEmpty()) {
      return ledger;
    }
    for (var unit : Unit.values()) {
      for (var entry : value.get().path("free").path(unit.word()).properties()) {
        ledger.free(unit).add(Long.parseLong(entry.getKey()), entry.getValue().intValue());
      }
    }
    for (var entry : value.get().path("holders").properties()) {
      var units = new EnumMap<Unit, Integer>(Unit.class);
      for (var unit : Unit.values()) {
        units.put(unit, entry.getValue().path(unit.word()).intValue());
      }
      var until = entry.getValue().path("until").longValue();
      ledger.holders.put(entry.getKey(), new Holder(until, units));
    }
    ledger.bookedUntil = value.get().path("bookedUntil").longValue();
    return ledger;
  }

  JsonNode write() {
    var value = JsonNodeFactory.instance.objectNode();
    value.put("format", FORMAT);
    var allFree = value.putObject("free");
    for (var unit : Unit.values()) {
      var units = allFree.putObject(unit.word());
      free(unit).byInstant().forEach((from, count) -> units.put(Long.toString(from), count));
    }
    var allHeld = value.putObject("holders");
    holders.forEach((name, holder) -> write(allHeld.putObject(name), holder));
    value.put("bookedUntil", bookedUntil);
    return value;
  }

  private static void write(ObjectNode value, Holder holder) {
    value.put("until", holder.until());
    holder.units().forEach((unit, count) -> value.put(unit.word(), count));
  }

  private Units free(Unit unit) {
    return free.computeIfAbsent(unit, _ -> new Units());
  }

  /// Takes back what dead holders had, and makes as many units of each kind as the limits say now.
  ///
  /// @return whether there were dead ones: then this is to be kept, because what they had is usable
  ///     some time after it was taken back
  boolean settle(Limits limits, long now, Predicate<String> isDead) {
    var hadDead = false;
    for (var holder : new TreeMap<>(holders).entrySet()) {
      var over = holder.getValue().until() + MARGIN.toMillis();
      if (isDead.test(holder.getKey()) || now > over) {
        holders.remove(holder.getKey());
        hadDead = true;
        // Its last request may have come in just now.
        holder
            .getValue()
            .units()
            .forEach((unit, count) -> free(unit).add(now + Share.SECOND_MILLIS, count));
      }
    }
    for (var unit : Unit.values()) {
      var wanted = limits.of(unit).orElse(0);
      var lacking = wanted - free(unit).count() - held(unit);
      if (lacking > 0) {
        free(unit).add(now, lacking);
      } else {
        var _ = free(unit).take(-lacking, FOREVER);
      }
    }
    return hadDead;
  }

  private int held(Unit unit) {
    return holders.values().stream().mapToInt(holder -> holder.units().getOrDefault(unit, 0)).sum();
  }

  /// Gives a holder as many free units of each kind, up to the wanted number: one without the
  /// others would be of no use to it, and missed by those who have the others.
  ///
  /// @param until when its requests are over at the latest; holds for all that it has
  Map<Unit, Units> lend(String holder, Limits limits, int wanted, long until, long now) {
    var kinds = EnumSet.allOf(Unit.class);
    kinds.removeIf(unit -> limits.of(unit).isEmpty());
    var count = kinds.stream().mapToInt(unit -> free(unit).usable(now)).min().orElse(0);
    var lent = new EnumMap<Unit, Units>(Unit.class);
    for (var unit : kinds) {
      lent.put(unit, free(unit).take(Math.min(count, wanted), now));
    }
    change(holder, until, unit -> lent.getOrDefault(unit, new Units()).count());
    return lent;
  }

  private void change(String holder, long until, ToIntFunction<Unit> by) {
    var held = unitsOf(holder);
    held.replaceAll((unit, count) -> count + by.applyAsInt(unit));
    if (held.values().stream().anyMatch(count -> count > 0)) {
      holders.put(holder, new Holder(Math.max(heldUntil(holder), until), held));
    } else {
      holders.remove(holder);
    }
  }

  /// The next instant after now at which a free unit becomes usable.
  long firstAfter(long now) {
    return free.values().stream()
        .mapToLong(each -> each.firstAfter(now))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /// Until when a holder may use what it has; 0 when it has nothing.
  long heldUntil(String holder) {
    var found = holders.get(holder);
    return found == null ? 0 : found.until();
  }

  /// How many units of each kind a holder has.
  Map<Unit, Integer> unitsOf(String holder) {
    var found = holders.get(holder);
    var units = new EnumMap<Unit, Integer>(Unit.class);
    for (var unit : Unit.values()) {
      units.put(unit, found == null ? 0 : found.units().getOrDefault(unit, 0));
    }
    return units;
  }

  /// Leaves a holder just what it keeps, and makes the rest free. The answer to an earlier change
  /// may not have reached it: then it has given back already what it gives back now, or has been
  /// lent units that it knows nothing of and so does not use.
  ///
  /// @param kept how many units of each kind it goes on to hold
  /// @param unused what it gives back
  /// @return false when it has less than it keeps: it was thought dead, and now has nothing
  boolean giveBack(String holder, Map<Unit, Integer> kept, Map<Unit, Units> unused, long now) {
    var before = unitsOf(holder);
    var isAlive = hasAll(before, kept);
    var left = new EnumMap<>(before);
    if (isAlive) {
      left.replaceAll((unit, count) -> count - kept.getOrDefault(unit, 0));
    }
    change(holder, 0, unit -> -left.getOrDefault(unit, 0));
    var given = new EnumMap<Unit, Integer>(Unit.class);
    unused.forEach((unit, units) -> given.put(unit, units.count()));
    if (isAlive && hasAll(left, given)) {
      unused.forEach((unit, units) -> free(unit).addAll(units));
      left.replaceAll((unit, count) -> count - given.getOrDefault(unit, 0));
    }
    // Nobody says from when on these may be used. No request that is over needs them longer, even
    // if its first byte has gone out just now.
    left.forEach((unit, count) -> free(unit).add(now + Share.TURN_MILLIS, count));
    return isAlive;
  }

  private static boolean hasAll(Map<Unit, Integer> units, Map<Unit, Integer> wanted) {
    return wanted.entrySet().stream()
        .allMatch(each -> units.getOrDefault(each.getKey(), 0) >= each.getValue());
  }

  /// An instant for somebody who comes back later, so that not all come at once.
  long book(Limits limits, long now) {
    var perSecond = limits.perSecond().orElse(limits.concurrent().orElse(1));
    bookedUntil = Math.max(bookedUntil, now) + Math.ceilDiv(Share.SECOND_MILLIS, perSecond);
    return bookedUntil;
  }
}
