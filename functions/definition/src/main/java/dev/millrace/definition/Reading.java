package dev.millrace.definition;

import java.util.List;

/// What became of a DAG document: a definition, or all that is wrong with it.
public sealed interface Reading {
  /// The document is right; what it says has been proven once and for all.
  record Accepted(Definition definition) implements Reading {}

  /// The document is wrong.
  ///
  /// @param problems in the order of the document, never empty, at most
  ///     [DagReader#PROBLEMS_MAX] and then one that counts the rest
  record Refused(List<Problem> problems) implements Reading {
    /// @throws IllegalArgumentException when nothing is wrong
    public Refused {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("refused without a problem");
      }
    }
  }
}
