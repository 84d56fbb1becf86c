package dev.millrace.core.run;

import java.time.Instant;

/// How long an invocation may be at work: until its own deadline, or until the host that it runs
/// on is started again.
///
/// @param until the invocation's deadline
/// @param host the start number of the embedded host; 0 on Lambda, where hosts do not restart
public record Lease(String invocation, Instant until, long host) {
  /// Whether the invocation can no longer be at work.
  ///
  /// @param currentHost the start number of the host that asks
  public boolean isOver(Instant now, long currentHost) {
    return host < currentHost || !now.isBefore(until);
  }
}
