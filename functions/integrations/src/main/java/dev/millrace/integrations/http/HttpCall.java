package dev.millrace.integrations.http;

import java.util.List;

/// A request as a task wants it, proven, and what it expects of the answer.
///
/// @param headers the task's own
/// @param expected which statuses are success
/// @param form what becomes of the answer's body
/// @param bodyMaxBytes largest body that is read, unpacked
/// @param redirectsMax redirects that are followed at most
/// @param key whether the request carries an idempotency key
/// @param sequel what follows
/// @param access what the task's connection gives it
record HttpCall(
    HttpMethod method,
    Address address,
    List<Parameter> headers,
    RequestBody body,
    StatusSet expected,
    BodyForm form,
    int bodyMaxBytes,
    int redirectsMax,
    IdempotencyKey key,
    Sequel sequel,
    Access access) {
  /// Copies the list.
  HttpCall {
    headers = List.copyOf(headers);
  }

  /// Whether requests carry an idempotency key.
  enum IdempotencyKey {
    /// The same over all retries of an instance.
    SENT,
    /// The server would not know what to do with it.
    NOT_SENT
  }

  /// Whether the request may safely arrive twice.
  boolean isIdempotent() {
    return method.isIdempotent() || key == IdempotencyKey.SENT;
  }

  /// The same request with what another access gives it.
  HttpCall with(Access other) {
    return new HttpCall(
        method,
        address,
        headers,
        body,
        expected,
        form,
        bodyMaxBytes,
        redirectsMax,
        key,
        sequel,
        other);
  }

  /// The request that reads an address to which an answer of this one has led: a page or the state
  /// of a job. What may be a credential goes only where this one went.
  HttpCall reading(Address to, StatusSet statuses) {
    var hop = Hop.first(this).readingAt(to);
    return new HttpCall(
        hop.method(),
        hop.address(),
        hop.headers(),
        hop.body(),
        statuses,
        form,
        bodyMaxBytes,
        redirectsMax,
        IdempotencyKey.NOT_SENT,
        sequel,
        access);
  }
}
