package dev.millrace.engine.schedule;

import java.time.Instant;

/// A tick whose run is decided upon and not yet known to be there.
///
/// @param version of the DAG by which it was decided, and which its run executes
record Starting(Instant tick, int version, Manner manner) {
  /// How its run starts.
  sealed interface Manner {
    /// Beside whatever goes.
    record AtOnce() implements Manner {}

    /// Behind all runs of its line; none comes in its place.
    record InLine() implements Manner {}

    /// The same, in the place of earlier ones that came so and have not begun.
    record InTheirPlace() implements Manner {}

    /// At once, and the run of a former tick is cancelled.
    record Cancelling(Instant former) implements Manner {}
  }
}
