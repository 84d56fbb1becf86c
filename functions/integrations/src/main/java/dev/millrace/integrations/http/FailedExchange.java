package dev.millrace.integrations.http;

import dev.millrace.core.ErrorName;
import java.io.IOException;

/// An exchange that ends as a failure which is known where it is found.
final class FailedExchange extends IOException {
  private final transient ErrorName error;

  /// @param what what went wrong, to follow method and address
  FailedExchange(ErrorName error, String what) {
    super(what);
    this.error = error;
  }

  ErrorName error() {
    return error;
  }

  String what() {
    return String.valueOf(getMessage());
  }
}
