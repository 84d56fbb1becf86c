package dev.millrace.integrations.http;

import dev.millrace.engine.connection.Auth;
import dev.millrace.engine.connection.Connecting.Connected;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// What a request carries to show that it may, its secrets resolved. None of these prints them.
sealed interface SignIn {
  /// Nothing.
  record None() implements SignIn {}

  /// A header.
  record Header(Parameter header) implements SignIn {
    @Override
    public String toString() {
      return "Header";
    }
  }

  /// A parameter of the query.
  record Query(Parameter parameter) implements SignIn {
    @Override
    public String toString() {
      return "Query";
    }
  }

  /// What a connection says, once its secrets are known.
  ///
  /// @param redaction learns what else goes out and must not be shown
  static SignIn of(Connected connected, Redaction redaction) {
    return switch (connected.connection().auth()) {
      case Auth.None _ -> new None();
      case Auth.Basic(var user, var password) ->
          basic(
              connected.value(user).reveal().strip(),
              connected.secret(password).reveal().strip(),
              redaction);
      case Auth.Bearer(var token) -> bearer(connected.secret(token).reveal().strip());
      case Auth.ApiKey(var where, var name, var key) -> {
        var parameter = new Parameter(name, connected.secret(key).reveal().strip());
        yield switch (where) {
          case HEADER -> new Header(parameter);
          case QUERY -> new Query(parameter);
        };
      }
      case Auth.OAuth2 _, Auth.SigV4 _ -> new None();
    };
  }

  /// A token in the header that is for it.
  static SignIn bearer(String token) {
    return new Header(new Parameter("Authorization", "Bearer " + token));
  }

  /// A user and a password, in UTF-8 (RFC 7617, 2.1).
  static SignIn basic(String user, String password, Redaction redaction) {
    var pair =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    redaction.hide(pair);
    return new Header(new Parameter("Authorization", "Basic " + pair));
  }

  /// The header, if it is one.
  default Optional<Parameter> asHeader() {
    return switch (this) {
      case Header(var header) -> Optional.of(header);
      case None _, Query _ -> Optional.empty();
    };
  }
}
