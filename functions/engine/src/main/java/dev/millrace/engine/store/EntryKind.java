package dev.millrace.engine.store;

/// What an entry is about.
public enum EntryKind {
  /// A connection, as it was put.
  CONNECTION("connection"),
  /// What is used of a connection's limits at present.
  LIMIT("limit"),
  /// The state of a DAG's schedules: paused, up to where ticks are decided, what was skipped. All
  /// are listed together, each by the name of its DAG.
  SCHEDULE("schedule"),
  /// Which runs of a DAG have a place, where their number is bounded.
  OPEN_RUNS("open-runs"),
  /// A run that waits until it may start.
  QUEUED_RUN("queued-run"),
  /// A backfill and how far it is.
  BACKFILL("backfill"),
  /// An approval that somebody is asked for.
  APPROVAL("approval"),
  /// A DAG that events of one topic may start.
  SUBSCRIPTION("subscription");

  private final String word;

  EntryKind(String word) {
    this.word = word;
  }

  /// How stores name it.
  public String word() {
    return word;
  }
}
