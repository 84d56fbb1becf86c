package dev.millrace.core.plan;

/// How the delay before a retry is drawn.
public enum Jitter {
  /// The delay itself.
  NONE,
  /// Uniformly from zero to the delay.
  FULL
}
