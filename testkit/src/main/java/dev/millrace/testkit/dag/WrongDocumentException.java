package dev.millrace.testkit.dag;

import dev.millrace.definition.Problem;
import java.util.List;
import java.util.stream.Collectors;

/// A DAG document, or an input of a run, is wrong. The message holds all problems, as
/// `millrace validate` shows them.
public final class WrongDocumentException extends RuntimeException {
  private final transient List<Problem> problems;

  WrongDocumentException(String what, List<Problem> problems) {
    super(
        problems.stream()
            .map(Problem::rendered)
            .collect(Collectors.joining("\n", what + "\n", "")));
    this.problems = List.copyOf(problems);
  }

  /// The problems, in the order of the document.
  public List<Problem> problems() {
    return problems;
  }
}
