package dev.millrace.cli;

import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.WrongUseException;
import dev.millrace.integrations.http.HttpProxy;
import java.util.Optional;

/// The option that sends HTTP tasks through a proxy.
final class ProxyOption {
  static final String NAME = "--proxy";
  static final String VALUE = "URL";
  static final String HELP =
      "HTTP proxy of tasks: http://HOST:PORT. Otherwise they connect themselves.";

  private ProxyOption() {}

  /// @throws WrongUseException when it is no address of a proxy
  static Optional<HttpProxy> of(Arguments arguments) {
    return arguments
        .text(NAME)
        .map(
            text ->
                HttpProxy.at(text)
                    .orElseThrow(
                        () ->
                            new WrongUseException(
                                "%s must be http://HOST:PORT, without user and path, not %s."
                                    .formatted(NAME, text))));
  }
}
