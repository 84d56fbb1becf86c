package dev.millrace.definition;

import java.util.List;

/// The task kinds of these tests. Those that ship live in a room that builds on this one.
final class TestKinds {
  static final List<ActionKind> ALL = List.of(new PassKind(), new HttpKind(), new WaitKind());

  static final DagReader READER = new DagReader(ALL);

  private TestKinds() {}

  /// The definition of a document that must be right.
  static Definition accepted(String text) {
    return switch (READER.read("dag.yaml", text)) {
      case Reading.Accepted(var definition) -> definition;
      case Reading.Refused(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  /// The problems of a document that must be wrong.
  static List<Problem> refused(String text) {
    return switch (READER.read("dag.yaml", text)) {
      case Reading.Accepted(var definition) ->
          throw new AssertionError("accepted: " + definition.canonicalText());
      case Reading.Refused(var problems) -> problems;
    };
  }
}
