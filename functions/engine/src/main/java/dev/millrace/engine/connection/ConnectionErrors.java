package dev.millrace.engine.connection;

import dev.millrace.core.ErrorName;

/// How an attempt fails for its connection's sake, before anything is sent.
public final class ConnectionErrors {
  /// The host has no connection of that name.
  public static final ErrorName NOT_FOUND = new ErrorName("Connection.NotFound");

  /// The connection is there, but nothing can be done with it: its document or one of its secrets
  /// is not what it must be.
  public static final ErrorName UNUSABLE = new ErrorName("Connection.Unusable");

  private ConnectionErrors() {}
}
