package dev.millrace.engine.connection;

import dev.millrace.engine.limit.Limits;
import dev.millrace.engine.secret.SecretReference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A named place that actions talk to, as its document says, proven.
///
/// @param baseUrl absolute, http or https, without a slash at its end, query, user or fragment
/// @param certificate what the client shows in TLS, beside `auth`
/// @param headers sent with every request unless the task has its own of that name
/// @param timeout the longest exchange; the attempt's own time may end before
/// @param runHeaders whether requests say which run, task and attempt sends them
/// @param allow hosts in private networks that requests of this connection may reach
public record Connection(
    ConnectionName name,
    String baseUrl,
    Auth auth,
    Optional<ClientCertificate> certificate,
    List<Header> headers,
    Optional<Duration> timeout,
    RunHeaders runHeaders,
    Limits limits,
    Set<String> allow) {
  /// Copies the collections.
  public Connection {
    headers = List.copyOf(headers);
    allow = Set.copyOf(allow);
  }

  /// A header with its value.
  public record Header(String name, Given value) {}

  /// Whether requests say who sends them.
  public enum RunHeaders {
    SENT,
    NOT_SENT
  }

  /// A certificate with its chain and its private key, both in PEM.
  public record ClientCertificate(SecretReference chain, SecretReference key) {}

  /// Every secret that the connection names.
  public Set<SecretReference> references() {
    return Stream.of(
            auth.references(),
            certificate.stream().flatMap(shown -> Stream.of(shown.chain(), shown.key())),
            headers.stream()
                .map(Header::value)
                .filter(Given.Kept.class::isInstance)
                .map(kept -> ((Given.Kept) kept).reference()))
        .flatMap(some -> some)
        .collect(Collectors.toUnmodifiableSet());
  }
}
