package dev.millrace.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What became of a call of the API.
public sealed interface Answer {
  /// It was done.
  record Done(JsonNode body) implements Answer {}

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
