package dev.millrace.integrations.http;

import dev.millrace.engine.connection.ConnectionName;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.limit.Permit;
import dev.millrace.engine.limit.Permits;
import dev.millrace.engine.limit.Permits.Taking;
import java.time.Duration;

/// How long a request waits for its turn at a place with limits.
enum Turns {
  /// A while; then its attempt is postponed, which costs about as much.
  OF_FIRST,
  /// As long as its attempt has time.
  OF_NEXT;

  /// Of the time that an attempt has left a request may wait so much within its worker.
  private static final int SHARE = 4;

  /// Waits for the right to send a request to an address.
  ///
  /// @throws InterruptedException when the attempt was interrupted
  Taking take(Access access, Address address, AttemptContext attempt) throws InterruptedException {
    var place = access.base().filter(base -> base.sharesOriginWith(address));
    if (access.limits().areNone() || place.isEmpty()) {
      return new Taking.Taken(Permit.UNBOUNDED);
    }
    var name = access.connection().map(ConnectionName::text).orElseThrow();
    return attempt.permits().take(name, access.limits(), patience(attempt), attempt.deadline());
  }

  private Duration patience(AttemptContext attempt) {
    var left = HttpTransport.timeOf(attempt);
    return switch (this) {
      case OF_FIRST -> {
        var share = left.dividedBy(SHARE);
        yield share.compareTo(Permits.WAIT_MAX) < 0 ? share : Permits.WAIT_MAX;
      }
      case OF_NEXT -> left;
    };
  }
}
