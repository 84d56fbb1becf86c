package dev.millrace.integrations.http;

/// How far a request has come. What a broken connection or the end of the time means depends on
/// it: up to [#TLS] nothing of the request has been sent.
enum Phase {
  TURN("waiting for a turn, as the connection has limits"),
  POOL("waiting for a free connection"),
  LOOKUP("looking up the host's name"),
  CONNECT("connecting"),
  PROXY("asking the proxy for a way"),
  TLS("agreeing on a secure connection"),
  ANSWER("waiting for the answer"),
  BODY("reading the answer's body");

  private final String words;

  Phase(String words) {
    this.words = words;
  }

  /// For messages, to follow `while`.
  String inWords() {
    return words;
  }

  /// Whether the request may have arrived.
  boolean mayHaveArrived() {
    return switch (this) {
      case TURN, POOL, LOOKUP, CONNECT, PROXY, TLS -> false;
      case ANSWER, BODY -> true;
    };
  }
}
