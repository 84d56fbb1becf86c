package dev.millrace.testkit.sim;

import java.util.EnumSet;
import java.util.Set;

/// The mistakes planted in a world.
final class Mistakes {
  static final Mistakes NONE = new Mistakes(Set.of());

  private final Set<Mistake> planted;

  Mistakes(Set<Mistake> planted) {
    var copy = EnumSet.noneOf(Mistake.class);
    copy.addAll(planted);
    this.planted = copy;
  }

  boolean isOn(Mistake mistake) {
    return planted.contains(mistake);
  }
}
