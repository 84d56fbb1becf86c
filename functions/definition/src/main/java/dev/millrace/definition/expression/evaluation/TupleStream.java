package dev.millrace.definition.expression.evaluation;

import java.util.List;

/// What a path gives to a path around it that needs its variables.
final class TupleStream extends Opaque {
  private final List<Tuple> tuples;

  TupleStream(List<Tuple> tuples) {
    this.tuples = tuples;
  }

  List<Tuple> tuples() {
    return tuples;
  }
}
