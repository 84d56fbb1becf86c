package dev.millrace.integrations.arguments;

/// When arguments are read.
public enum Stage {
  /// As they stand in the document: a text with an expression may stand for a value of any type,
  /// and nothing is said about it.
  WRITTEN,
  /// Before an attempt, when all expressions have become values. JSON null counts as absent: it is
  /// what an expression that finds nothing gives.
  EVALUATED
}
