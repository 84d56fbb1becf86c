package dev.millrace.api;

import dev.millrace.engine.Invocation;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request as a host received it, nothing of it decoded yet. For one thread.
public interface Received {
  /// The method, such as `GET`.
  String method();

  /// The path, percent-encoded as it was sent.
  String path();

  /// What stands behind the question mark, as it was sent; empty when there is none.
  Optional<String> query();

  /// The values of a header, one for each time that it was sent.
  ///
  /// @param name in letters of any size
  List<String> headers(String name);

  /// All headers with the values of each, one for each time that it was sent.
  Map<String, List<String>> allHeaders();

  /// The bytes of the body; none when nothing was sent.
  ///
  /// @throws IOException when the client is gone
  InputStream body() throws IOException;

  /// Who sends it, as far as the host has found out; empty on a host that asks nobody.
  default Optional<String> caller() {
    return Optional.empty();
  }

  /// A call of a function, with the time that it has, for the use case behind the request.
  Invocation invocation();
}
