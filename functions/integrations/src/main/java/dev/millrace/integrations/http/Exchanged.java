package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.ErrorName;
import dev.millrace.engine.kind.Execution;
import java.time.Instant;

/// What became of a request.
sealed interface Exchanged {
  /// It was answered as expected.
  ///
  /// @param result `{status, headers, body}`
  record Answered(Exchange exchange, ObjectNode result) implements Exchanged {
    /// The address that answered, behind redirects.
    Address address() {
      return exchange.hop().address();
    }

    /// The answer itself.
    Reply reply() {
      return exchange.reply().orElseThrow();
    }

    /// A failure because of what the answer says, with method, address, status and the beginning
    /// of the body.
    Execution.Failed failed(ErrorName error, String what) {
      return new Failures(exchange).because(error, what);
    }
  }

  /// It was not sent: its place has limits, and it must come back in its turn.
  record Postponed(Instant until) implements Exchanged {}

  /// It was not.
  record Unanswered(Execution.Failed failure) implements Exchanged {}
}
