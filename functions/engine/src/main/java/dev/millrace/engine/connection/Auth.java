package dev.millrace.engine.connection;

import dev.millrace.engine.aws.AwsRole;
import dev.millrace.engine.secret.SecretReference;
import java.util.Optional;
import java.util.stream.Stream;

/// How requests of a connection show that they may.
public sealed interface Auth {
  /// They do not.
  record None() implements Auth {}

  /// A user and a password (RFC 7617).
  record Basic(Given user, SecretReference password) implements Auth {}

  /// A token that does not change from request to request (RFC 6750).
  record Bearer(SecretReference token) implements Auth {}

  /// A key in a header or a parameter of the query.
  ///
  /// @param name of the header or parameter
  record ApiKey(Where where, String name, SecretReference key) implements Auth {}

  /// Where an [ApiKey] stands.
  enum Where {
    HEADER,
    QUERY
  }

  /// A token that another place gives for a client's id and secret (RFC 6749, 4.4), and that holds
  /// for a while.
  ///
  /// @param tokenUrl where tokens are given, an absolute address
  /// @param scope what the token is to be good for, separated by spaces
  /// @param audience whom the token is for, where the place asks for that
  record OAuth2(
      String tokenUrl,
      Given clientId,
      SecretReference clientSecret,
      Optional<String> scope,
      Optional<String> audience,
      SentAs sentAs)
      implements Auth {}

  /// How a client's id and secret go to the place that gives tokens.
  enum SentAs {
    /// In the header `Authorization`, which every place must take (RFC 6749, 2.3.1).
    BASIC,
    /// As fields of the form.
    BODY
  }

  /// A signature of AWS over the whole request.
  record SigV4(String service, String region, Signer signer) implements Auth {}

  /// Whose signature it is.
  sealed interface Signer {
    /// That of an access key.
    ///
    /// @param sessionToken of temporary keys
    record Keys(
        Given accessKeyId, SecretReference secretAccessKey, Optional<SecretReference> sessionToken)
        implements Signer {}

    /// That of a role, whose keys are taken when they are needed.
    record Role(AwsRole role) implements Signer {}

    /// The secrets that it takes.
    default Stream<SecretReference> references() {
      return switch (this) {
        case Keys(var id, var key, var token) ->
            Stream.of(of(id), Stream.of(key), token.stream()).flatMap(some -> some);
        case Role _ -> Stream.of();
      };
    }
  }

  /// The secrets that it takes.
  default Stream<SecretReference> references() {
    return switch (this) {
      case None _ -> Stream.of();
      case Basic(var user, var password) -> Stream.concat(of(user), Stream.of(password));
      case Bearer(var token) -> Stream.of(token);
      case ApiKey(_, _, var key) -> Stream.of(key);
      case OAuth2 oauth2 -> Stream.concat(of(oauth2.clientId()), Stream.of(oauth2.clientSecret()));
      case SigV4(_, _, var signer) -> signer.references();
    };
  }

  /// What documents call it.
  default String word() {
    return switch (this) {
      case None _ -> "none";
      case Basic _ -> "basic";
      case Bearer _ -> "bearer";
      case ApiKey _ -> "apiKey";
      case OAuth2 _ -> "oauth2";
      case SigV4 _ -> "sigv4";
    };
  }

  private static Stream<SecretReference> of(Given given) {
    return switch (given) {
      case Given.Written _ -> Stream.of();
      case Given.Kept(var reference) -> Stream.of(reference);
    };
  }
}
