package dev.millrace.testkit.sim;

/// Looks for a shorter history that breaks the same invariant: with fewer tasks, fewer kinds of
/// faults, nobody who cancels or redrives.
final class Shrinker {
  /// Worlds that are tried at most.
  private static final int TRIES_MAX = 300;

  private final long seed;
  private final int invariant;
  private Options shortest;
  private int tries;

  private Shrinker(long seed, int invariant, Options options) {
    this.seed = seed;
    this.invariant = invariant;
    this.shortest = options;
  }

  /// The result of the shortest world found that breaks the same invariant, with its history.
  static SeedResult shrink(SeedResult broken, Options options) {
    var violation = broken.violation().orElseThrow();
    var shrinker = new Shrinker(broken.seed(), violation.invariant(), options);
    while (shrinker.dropSomething()) {
      // Each time less is left.
    }
    return Simulation.run(broken.seed(), shrinker.shortest.traced());
  }

  /// Tries to leave out each thing once.
  ///
  /// @return whether anything could be left out, so that another round may find more
  private boolean dropSomething() {
    var dropped = keepIfBroken(shortest.withoutUsers(), shortest.usersAct());
    for (var fault : Fault.values()) {
      dropped |= keepIfBroken(shortest.without(fault), !shortest.withoutFaults().contains(fault));
    }
    for (var task : shortest.dag(seed).tasks()) {
      dropped |= keepIfBroken(shortest.withoutTask(task.name().text()), true);
    }
    return dropped;
  }

  private boolean keepIfBroken(Options candidate, boolean isLess) {
    if (isLess && tries++ < TRIES_MAX && isStillBroken(candidate)) {
      shortest = candidate;
      return true;
    }
    return false;
  }

  private boolean isStillBroken(Options options) {
    if (options.dag(seed).tasks().isEmpty()) {
      return false;
    }
    return Simulation.run(seed, options)
        .violation()
        .filter(violation -> violation.invariant() == invariant)
        .isPresent();
  }
}
