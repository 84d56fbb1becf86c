package dev.millrace.testkit.sim;

/// What a store or queue answers that will not serve a call now. It may have had its effect.
final class Throttled extends RuntimeException {
  private static final long serialVersionUID = 1;

  Throttled(PortCall call) {
    super(call + " was throttled", null, false, false);
  }
}
