package dev.millrace.testkit.sim;

/// What kind of world the seeds of a simulation make. The same seed always makes the same one.
public interface WorldKind {
  /// What people call it, as `millrace simulate --world` takes it.
  String word();

  /// Lives the world of a seed to its end.
  SeedResult live(long seed);

  /// Lives a world again in which an invariant broke, with its history, which is made as short as
  /// this kind knows how to.
  SeedResult shortest(SeedResult broken);
}
