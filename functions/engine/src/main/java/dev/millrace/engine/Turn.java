package dev.millrace.engine;

import dev.millrace.core.run.Issuer;

/// The handling of one message by one invocation: numbers the writes of RUN that it tries, so that
/// each can be told from all others for ever. For one thread.
final class Turn {
  private final Invocation invocation;
  private Issuer issuer;

  Turn(String message, Invocation invocation) {
    this.invocation = invocation;
    this.issuer = new Issuer(message, invocation.id(), 0);
  }

  Invocation invocation() {
    return invocation;
  }

  String message() {
    return issuer.message();
  }

  /// The issuer of the next write, whether it will succeed or not.
  Issuer nextWrite() {
    issuer = issuer.next();
    return issuer;
  }
}
