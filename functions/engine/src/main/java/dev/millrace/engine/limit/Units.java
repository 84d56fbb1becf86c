package dev.millrace.engine.limit;

import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// Units of one kind that nobody uses at present, by the instant from which each may be used, in
/// milliseconds since 1970. Mutable; for one thread at a time.
final class Units {
  /// Instants are rounded up to a multiple of this, so that many units stay a short text.
  private static final long GRAIN_MILLIS = 5;

  private final NavigableMap<Long, Integer> byInstant;

  Units() {
    this(new TreeMap<>());
  }

  private Units(NavigableMap<Long, Integer> byInstant) {
    this.byInstant = byInstant;
  }

  /// By instant, how many.
  SortedMap<Long, Integer> byInstant() {
    return byInstant;
  }

  boolean isAny() {
    return !byInstant.isEmpty();
  }

  int count() {
    return byInstant.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// How many may be used at that instant.
  int usable(long now) {
    return byInstant.headMap(now, true).values().stream().mapToInt(Integer::intValue).sum();
  }

  /// The next instant after now at which more may be used; the end of time when there is none.
  long firstAfter(long now) {
    var later = byInstant.tailMap(now, false);
    return later.isEmpty() ? Long.MAX_VALUE : later.firstKey();
  }

  /// An instant as it is kept.
  static long rounded(long from) {
    return Math.ceilDiv(from, GRAIN_MILLIS) * GRAIN_MILLIS;
  }

  void add(long from, int count) {
    if (count > 0) {
      byInstant.merge(rounded(from), count, Integer::sum);
    }
  }

  void addAll(Units others) {
    others.byInstant.forEach(this::add);
  }

  /// Takes up to so many away of those that are usable at that instant, the earliest first.
  Units take(int count, long now) {
    var taken = new Units();
    var left = Math.min(count, usable(now));
    while (left > 0) {
      var first = byInstant.firstEntry();
      byInstant.remove(first.getKey());
      var part = Math.min(first.getValue(), left);
      taken.add(first.getKey(), part);
      add(first.getKey(), first.getValue() - part);
      left -= part;
    }
    return taken;
  }

  /// Takes all away that become usable after that instant.
  Units takeAfter(long now) {
    var later = byInstant.tailMap(now, false);
    var taken = new Units();
    later.forEach(taken::add);
    later.clear();
    return taken;
  }

  /// Takes away one, the earliest.
  void takeOne() {
    var _ = take(1, Long.MAX_VALUE - 1);
  }

  /// Makes one that is usable from `before` usable from another instant.
  void move(long before, long from) {
    var there = byInstant.getOrDefault(before, 0);
    if (there > 0) {
      byInstant.remove(before);
      add(before, there - 1);
      add(from, 1);
    }
  }
}
