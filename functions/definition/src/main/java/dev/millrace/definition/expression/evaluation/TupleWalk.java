package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.millrace.definition.expression.syntax.Node;
import dev.millrace.definition.expression.syntax.Step;
import dev.millrace.definition.expression.syntax.Step.Stage;
import java.util.ArrayList;
import java.util.List;

/// Walks the rest of a path whose values carry variables along: `@$v` and `#$i`, and what a later
/// `%` refers to.
final class TupleWalk {
  private final Evaluator evaluator;
  private final PathWalk paths;
  private final Budget budget;
  private final Node.Path path;
  private final Frame frame;

  TupleWalk(Evaluator evaluator, PathWalk paths, Node.Path path, Frame frame) {
    this.evaluator = evaluator;
    this.paths = paths;
    this.budget = evaluator.budget();
    this.path = path;
    this.frame = frame;
  }

  /// @param from the first step to take
  /// @param values what the steps before it gave
  JsonNode walk(int from, ArrayNode values) {
    List<Tuple> tuples = new ArrayList<>();
    budget.elements(values.size());
    for (var value : values) {
      tuples.add(Tuple.of(value));
    }
    for (var step : path.steps().subList(from, path.steps().size())) {
      tuples = step(step, tuples);
    }
    if (path.grouping().isPresent()) {
      return new Groups(evaluator, path.grouping().get()).ofTuples(tuples, frame);
    }
    var stream = new TupleStream(tuples);
    if (path.givesTuples()) {
      return stream;
    }
    var found = valuesOf(stream, budget);
    return path.stepKeepsArray() ? found.keptAsList(budget) : found;
  }

  /// The values without their variables.
  static Sequence valuesOf(TupleStream stream, Budget budget) {
    var values = new Sequence();
    budget.elements(stream.tuples().size());
    for (var tuple : stream.tuples()) {
      values.add(tuple.value());
    }
    return values;
  }

  private List<Tuple> step(Step step, List<Tuple> tuples) {
    var results =
        step.node() instanceof Node.Sort sort
            ? sorted(step, sort, tuples)
            : evaluated(step, tuples);
    for (var stage : step.stages()) {
      results =
          switch (stage) {
            case Stage.Filter(var predicate) -> paths.filterTuples(predicate, results, frame);
            case Stage.Index(var variable) -> numbered(variable, results);
          };
    }
    return results;
  }

  private List<Tuple> sorted(Step step, Node.Sort sort, List<Tuple> tuples) {
    var results = new Sorting(evaluator, sort).ofTuples(tuples, frame);
    return step.index().isPresent() ? numbered(step.index().get(), results) : results;
  }

  private List<Tuple> evaluated(Step step, List<Tuple> tuples) {
    var results = new ArrayList<Tuple>();
    for (var tuple : tuples) {
      var inner = frame.inner(tuple.bindings());
      var value = evaluator.evaluate(step.node(), tuple.value(), inner);
      if (value instanceof TupleStream stream) {
        budget.steps(stream.tuples().size());
        for (var each : stream.tuples()) {
          results.add(tuple.around(each));
        }
      } else if (value instanceof ArrayNode values) {
        for (int i = 0; i < values.size(); i++) {
          results.add(bound(step, tuple, values.get(i), i));
        }
      } else if (!value.isMissingNode()) {
        results.add(bound(step, tuple, value, 0));
      }
    }
    return results;
  }

  private Tuple bound(Step step, Tuple from, JsonNode value, int place) {
    budget.step();
    var tuple =
        step.focus()
            .map(variable -> from.with(variable, value))
            .orElseGet(() -> new Tuple(value, from.bindings()));
    if (step.index().isPresent()) {
      tuple = tuple.with(step.index().get(), Numbers.of(place));
    }
    return step.ancestor().isPresent()
        ? tuple.with(step.ancestor().get().label(), from.value())
        : tuple;
  }

  private List<Tuple> numbered(String variable, List<Tuple> tuples) {
    budget.steps(tuples.size());
    var numbered = new ArrayList<Tuple>(tuples.size());
    for (int i = 0; i < tuples.size(); i++) {
      numbered.add(tuples.get(i).with(variable, Numbers.of(i)));
    }
    return numbered;
  }
}
