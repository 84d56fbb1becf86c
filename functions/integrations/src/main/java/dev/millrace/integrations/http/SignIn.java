package dev.millrace.integrations.http;

import dev.millrace.engine.aws.AwsKeys;
import dev.millrace.engine.aws.AwsRole;
import dev.millrace.engine.connection.Auth;
import dev.millrace.engine.connection.Connecting.Connected;
import dev.millrace.engine.secret.Secret;
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

  /// A token that is fetched first.
  record Fetched(Grant grant) implements SignIn {}

  /// A signature of AWS as a role, whose keys are fetched first.
  record Assumed(String service, String region, AwsRole role) implements SignIn {}

  /// A signature over the request with an access key of AWS.
  record Signed(
      String service,
      String region,
      String accessKeyId,
      String secretAccessKey,
      Optional<String> sessionToken)
      implements SignIn {
    static Signed by(AwsKeys keys, String service, String region) {
      return new Signed(
          service,
          region,
          keys.accessKeyId(),
          keys.secretAccessKey().reveal(),
          keys.sessionToken().map(Secret::reveal));
    }

    @Override
    public String toString() {
      return "Signed";
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
      case Auth.OAuth2 oauth2 -> fetched(connected, oauth2);
      case Auth.SigV4(var service, var region, var signer) ->
          switch (signer) {
            case Auth.Signer.Keys(var id, var key, var token) ->
                new Signed(
                    service,
                    region,
                    connected.value(id).reveal().strip(),
                    connected.secret(key).reveal().strip(),
                    token.map(kept -> connected.secret(kept).reveal().strip()));
            case Auth.Signer.Role(var role) -> new Assumed(service, region, role);
          };
    };
  }

  private static SignIn fetched(Connected connected, Auth.OAuth2 oauth2) {
    return switch (Address.read(oauth2.tokenUrl())) {
      case Address.Usable(var tokenUrl) ->
          new Fetched(
              new Grant(
                  connected.connection().name().text(),
                  tokenUrl,
                  connected.value(oauth2.clientId()),
                  connected.secret(oauth2.clientSecret()),
                  oauth2.scope(),
                  oauth2.audience(),
                  oauth2.sentAs()));
      // Proven when the document was put, but for a host's name that no lookup takes.
      case Address.Wrong(var rule, _) ->
          throw new IllegalStateException("tokenUrl of a connection must be " + rule);
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
      case None _, Query _, Fetched _, Assumed _, Signed _ -> Optional.empty();
    };
  }
}
