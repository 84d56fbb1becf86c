package dev.millrace.testkit.sim;

import java.util.stream.Stream;

/// What a store or queue answers that will not serve a call now. It may have had its effect.
final class Throttled extends RuntimeException {
  private static final long serialVersionUID = 1;

  Throttled(PortCall call) {
    super(call + " was throttled", null, false, false);
  }

  /// Whether something was thrown for nothing else: a sweep tells at its end what was thrown in it.
  static boolean isAllOf(Throwable thrown) {
    return thrown instanceof Throttled
        || (thrown.getCause() != null
            && isAllOf(thrown.getCause())
            && Stream.of(thrown.getSuppressed()).allMatch(Throttled::isAllOf));
  }
}
