package dev.millrace.testkit.sim;

/// Worlds of one DAG and its runs: tasks, workers, people, and those outside.
public record RunWorlds(Options options) implements WorldKind {
  @Override
  public String word() {
    return "runs";
  }

  @Override
  public SeedResult live(long seed) {
    return Simulation.run(seed, options);
  }

  @Override
  public SeedResult shortest(SeedResult broken) {
    return Shrinker.shrink(broken, options);
  }
}
