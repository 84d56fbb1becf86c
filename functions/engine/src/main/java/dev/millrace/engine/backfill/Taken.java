package dev.millrace.engine.backfill;

/// How it stands with a tick that has been taken and whose run has not ended. It is written before
/// the run is started, so that whoever comes after a crash starts it, and nobody takes one too
/// many.
sealed interface Taken {
  /// Its run is to be created.
  record ToStart() implements Taken {}

  /// Its run has ended before and is to be opened again.
  ///
  /// @param epoch of the run as it was seen: opened from this one only, it is opened once
  record ToRedrive(int epoch) implements Taken {}

  /// Its run is there and tells of its end.
  record Open() implements Taken {}
}
