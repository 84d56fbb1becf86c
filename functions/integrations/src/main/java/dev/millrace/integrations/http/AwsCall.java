package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/// A POST to one of AWS's own APIs.
///
/// @param service as signatures and addresses name it, such as `lambda`
/// @param region where; empty: the host's own
/// @param path below the service's address, percent-encoded, beginning with a slash
/// @param query parameters, not yet encoded
/// @param headers beside those that every request has
/// @param answerBytes largest answer that is read
public record AwsCall(
    String service,
    Optional<String> region,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    JsonNode body,
    int answerBytes) {
  /// Copies the maps.
  public AwsCall {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }
}
