package dev.millrace.integrations.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An answer as far as it has come.
///
/// @param reason the words behind the status, as the server gives them
/// @param headers names in small letters, values as they came, in their order
/// @param body what has come of the body, unpacked; grows while it is read
/// @param mayHaveBody whether one could come: not to a HEAD, nor with a 204
record Reply(
    int status, String reason, List<Parameter> headers, ReceivedBytes body, boolean mayHaveBody) {
  /// Copies the list of headers.
  Reply {
    headers = List.copyOf(headers);
  }

  /// The first header of a name.
  ///
  /// @param name in small letters
  Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equals(name))
        .map(Parameter::value)
        .findFirst();
  }

  /// Status and reason in words.
  String statusInWords() {
    return reason.isBlank() ? "status " + status : "status " + status + " " + reason.strip();
  }

  /// The type of the body, without its parameters, in small letters.
  Optional<String> mediaType() {
    return header("content-type")
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
  }
}
