package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.definition.expression.syntax.Node;
import dev.millrace.definition.expression.syntax.Step;
import dev.millrace.definition.expression.syntax.Step.Stage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Walks a path: each step is evaluated for each value that the step before it gave, and what all
/// of these give becomes one sequence. From the first step on that binds variables for later ones,
/// [TupleWalk] takes over.
final class PathWalk {
  private final Evaluator evaluator;
  private final Budget budget;

  PathWalk(Evaluator evaluator, Budget budget) {
    this.evaluator = evaluator;
    this.budget = budget;
  }

  JsonNode walk(Node.Path path, JsonNode context, Frame frame) {
    var steps = path.steps();
    JsonNode values = plainFields(steps, context);
    if (values == null) {
      boolean absolute = steps.getFirst().node() instanceof Node.Variable;
      values = context.isArray() && !absolute ? context : Sequence.of(context);
      for (int place = 0; place < steps.size(); place++) {
        if (steps.get(place).isTuple()) {
          return new TupleWalk(evaluator, this, path, frame).walk(place, (ArrayNode) values);
        }
        values = step(steps, place, (ArrayNode) values, frame);
        if (values.isEmpty()) {
          break;
        }
      }
    }
    return finished(path, values, frame);
  }

  /// The most common path by far, names from an object, without making sequences of one; null when
  /// the path is something else or meets a list on its way.
  private @Nullable JsonNode plainFields(List<Step> steps, JsonNode context) {
    var value = context;
    for (var step : steps) {
      if (!(step.node() instanceof Node.Name(var _, var name))
          || !value.isObject()
          || !step.stages().isEmpty()
          || step.isTuple()) {
        return null;
      }
      budget.step();
      value = value.path(name);
    }
    return value;
  }

  /// What is done once the values of all steps are known.
  JsonNode finished(Node.Path path, JsonNode values, Frame frame) {
    var result = values;
    if (path.stepKeepsArray()) {
      result = keptAsList(result);
    }
    return path.grouping().isPresent()
        ? new Groups(evaluator, path.grouping().get()).of(result, frame)
        : result;
  }

  private JsonNode keptAsList(JsonNode values) {
    if (values instanceof Sequence sequence) {
      return sequence.keptAsList(budget);
    }
    // Lists stay lists anyhow; a written one becomes the one value of a sequence.
    return values.isMissingNode() || (values.isArray() && !(values instanceof ConstructedArray))
        ? values
        : Sequence.of(values).keptAsList(budget);
  }

  private ArrayNode step(List<Step> steps, int place, ArrayNode values, Frame frame) {
    var step = steps.get(place);
    if (place == 0 && step.constructsArray()) {
      // A list at the start of a path is evaluated once, not for each value of the context.
      return asArray(constructed(step, evaluator.evaluate(step.node(), values, frame)));
    }
    if (step.node() instanceof Node.Sort sort) {
      ArrayNode sorted = new Sorting(evaluator, sort).of(values, frame);
      return asArray(stages(step, sorted, frame));
    }
    return gathered(step, values, frame, place == steps.size() - 1);
  }

  private static ArrayNode asArray(JsonNode value) {
    return value instanceof ArrayNode array
        ? array
        : value.isMissingNode() ? new Sequence() : Sequence.of(value);
  }

  private static JsonNode constructed(Step step, JsonNode value) {
    boolean isWritten =
        step.node() instanceof Node.ArrayConstructor
            || (step.node() instanceof Node.Refined refined && refined.constructsArray());
    return isWritten && value instanceof ArrayNode array ? new ConstructedArray(array) : value;
  }

  private ArrayNode gathered(Step step, ArrayNode values, Frame frame, boolean isLast) {
    var found = new Sequence();
    for (int i = 0; i < values.size(); i++) {
      var value = evaluator.evaluate(step.node(), values.get(i), frame);
      var whole = isLast ? constructed(step, value) : value;
      Lists.add(found, stages(step, whole, frame), budget);
    }
    if (isLast
        && found.size() == 1
        && found.get(0) instanceof ArrayNode only
        && !(only instanceof Sequence)) {
      return only;
    }
    return flattened(found);
  }

  private Sequence flattened(Sequence found) {
    boolean holdsLists = false;
    for (int i = 0; i < found.size() && !holdsLists; i++) {
      holdsLists = found.get(i).isArray() && !(found.get(i) instanceof ConstructedArray);
    }
    if (!holdsLists) {
      return found;
    }
    var flat = new Sequence();
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i) instanceof ConstructedArray written) {
        Lists.add(flat, written, budget);
      } else {
        Lists.append(flat, found.get(i), budget);
      }
    }
    return flat;
  }

  private JsonNode stages(Step step, JsonNode value, Frame frame) {
    var result = value;
    for (var stage : step.stages()) {
      // Index stages make a step a tuple step, so only filters come here.
      if (stage instanceof Stage.Filter(var predicate)) {
        result = filter(predicate, result, frame);
      }
    }
    return result;
  }

  /// The elements of a value, or the one value that it is, for which a predicate holds.
  JsonNode filter(Node predicate, JsonNode value, Frame frame) {
    if (value instanceof TupleStream stream) {
      return new TupleStream(filterTuples(predicate, stream.tuples(), frame));
    }
    ArrayNode elements = value instanceof ArrayNode array ? array : Sequence.of(value);
    if (predicate instanceof Node.Literal(var _, var literal) && literal.isNumber()) {
      return elementAt(literal, elements);
    }
    var kept = new Sequence();
    for (int i = 0; i < elements.size(); i++) {
      var element = elements.get(i);
      var verdict = evaluator.evaluate(predicate, element, frame);
      for (int times = times(verdict, i, elements.size()); times > 0; times--) {
        Lists.add(kept, element, budget);
      }
    }
    return kept;
  }

  /// The same for values that carry variables.
  List<Tuple> filterTuples(Node predicate, List<Tuple> tuples, Frame frame) {
    var kept = new ArrayList<Tuple>();
    for (int i = 0; i < tuples.size(); i++) {
      var tuple = tuples.get(i);
      var verdict = evaluator.evaluate(predicate, tuple.value(), frame.inner(tuple.bindings()));
      for (int times = times(verdict, i, tuples.size()); times > 0; times--) {
        budget.elements(1);
        kept.add(tuple);
      }
    }
    return kept;
  }

  private static JsonNode elementAt(JsonNode literal, ArrayNode elements) {
    int place = place(literal, elements.size());
    var element =
        place >= 0 && place < elements.size() ? elements.get(place) : MissingNode.getInstance();
    return element.isArray() ? element : asArray(element);
  }

  /// Which place a number names: fractions are rounded down, negative ones count from the end.
  /// Outside the list when there is none.
  private static int place(JsonNode number, int size) {
    double place = Math.floor(number.doubleValue());
    double fromStart = place < 0 ? size + place : place;
    return fromStart >= 0 && fromStart < size ? (int) fromStart : -1;
  }

  /// How often a predicate's verdict keeps the element at a place: numbers name places, so a list
  /// of them can name one several times; all else counts as true or false.
  private int times(JsonNode verdict, int index, int size) {
    if (verdict.isNumber()) {
      return place(verdict, size) == index ? 1 : 0;
    }
    if (verdict instanceof ArrayNode places && areNumbers(places)) {
      int times = 0;
      for (var number : places) {
        times += place(number, size) == index ? 1 : 0;
      }
      return times;
    }
    return Truth.of(verdict, budget) ? 1 : 0;
  }

  private boolean areNumbers(ArrayNode list) {
    budget.reads(list.size());
    for (var element : list) {
      if (!element.isNumber()) {
        return false;
      }
    }
    return true;
  }
}
