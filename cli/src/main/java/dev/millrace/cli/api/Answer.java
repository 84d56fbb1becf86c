package dev.millrace.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What became of a call of the API.
public sealed interface Answer {
  /// HTTP's status for what is new.
  int CREATED = 201;

  /// It was done.
  ///
  /// @param status 201 where something is new
  record Done(int status, JsonNode body) implements Answer {
    /// Whether the call has made something new.
    public boolean hasCreated() {
      return status == CREATED;
    }
  }

  /// The host refused it, and says why.
  ///
  /// @param problem as RFC 9457 has it: `type title status detail problems[]`
  record Refused(int status, ObjectNode problem) implements Answer {}

  /// The call could not be signed, so the host was not asked.
  ///
  /// @param cause why not, in a line
  record Unsigned(String cause) implements Answer {}

  /// No host answers there.
  ///
  /// @param cause why not, in a line
  record Unreachable(String cause) implements Answer {}
}
