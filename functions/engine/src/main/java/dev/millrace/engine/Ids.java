package dev.millrace.engine;

/// Makes what must not repeat.
public interface Ids {
  /// A ULID for a run without a name: 26 characters that sort by time.
  String ulid();

  /// An id for one invocation of a function; short, as it stands in every item it writes.
  String invocation();

  /// A seed for the jitter and `$random()` of one run.
  long seed();
}
