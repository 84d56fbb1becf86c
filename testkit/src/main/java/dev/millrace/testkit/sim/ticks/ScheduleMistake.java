package dev.millrace.testkit.sim.ticks;

/// Mistakes around schedules that the checks must catch.
enum ScheduleMistake {
  /// Entries are put whatever stands there.
  NO_CONDITION_ON_ENTRIES,
  /// Whoever leaves without having had a place does not write the places.
  LEAVE_SILENTLY,
  /// Nobody looks at what was missed.
  NO_SWEEP,
  /// What is decided and not yet started is not written down.
  FORGET_STARTING,
  /// Places are taken without being written down.
  TAKE_WITHOUT_WRITING
}
