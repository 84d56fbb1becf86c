package dev.millrace.integrations.http;

import dev.millrace.engine.connection.Auth;
import dev.millrace.engine.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a token is asked for with: all that is the same here gets the same token.
///
/// @param connection its name, for messages
record Grant(
    String connection,
    Address tokenUrl,
    Secret clientId,
    Secret clientSecret,
    Optional<String> scope,
    Optional<String> audience,
    Auth.SentAs sentAs) {
  /// The form that asks for a token (RFC 6749, 4.4.2).
  RequestBody form() {
    var fields = new ArrayList<Parameter>();
    fields.add(new Parameter("grant_type", "client_credentials"));
    scope.ifPresent(text -> fields.add(new Parameter("scope", text)));
    audience.ifPresent(text -> fields.add(new Parameter("audience", text)));
    switch (sentAs) {
      case BASIC -> {}
      case BODY -> {
        fields.add(new Parameter("client_id", clientId.reveal().strip()));
        fields.add(new Parameter("client_secret", clientSecret.reveal().strip()));
      }
    }
    return new RequestBody.Form(fields);
  }

  /// The headers beside it. Id and secret are encoded as in a form first (RFC 6749, 2.3.1).
  List<Parameter> headers(Redaction redaction) {
    var accept = new Parameter("Accept", "application/json");
    return switch (sentAs) {
      case BODY -> List.of(accept);
      case BASIC ->
          List.of(
              accept,
              SignIn.basic(inForm(clientId), inForm(clientSecret), redaction)
                  .asHeader()
                  .orElseThrow());
    };
  }

  private static String inForm(Secret secret) {
    return Parameter.encoded(secret.reveal().strip()).replace("%20", "+");
  }
}
