package dev.millrace.definition.expression;

import dev.millrace.definition.expression.References.FieldReading;
import dev.millrace.definition.expression.References.RootReading;
import dev.millrace.definition.expression.References.TaskReading;
import dev.millrace.definition.expression.syntax.Node;
import dev.millrace.definition.expression.syntax.Slot;
import dev.millrace.definition.expression.syntax.Step;
import dev.millrace.definition.expression.syntax.Step.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Finds what an expression reads by walking its tree as an evaluation would, with the origin of
/// each context in place of its value: a name means a root only where the context is the scope
/// itself. Where something of the scope is used as a whole, all of it is read: all fields of a
/// task, or all tasks, which cannot be known beforehand.
final class ReferenceFinder {
  private final List<RootReading> roots = new ArrayList<>();
  /// By the offset of the task's name.
  private final SortedMap<Integer, TaskReading> tasks = new TreeMap<>();
  private final List<FieldReading> strayFields = new ArrayList<>();
  private final List<Integer> dynamic = new ArrayList<>();
  private final Map<String, Origin> parents = new HashMap<>();

  private ReferenceFinder() {}

  /// Where a value comes from.
  private sealed interface Origin {
    /// The scope itself, as some place names it.
    record Everything(int offset) implements Origin {}

    /// `tasks`.
    record AllTasks(int offset) implements Origin {}

    /// `tasks.NAME`.
    record OneTask(String name, int offset) implements Origin {}

    /// Something within a root or a task's field, or made by the expression.
    record Data() implements Origin {}
  }

  private static final Origin DATA = new Origin.Data();

  static References of(Node root) {
    var finder = new ReferenceFinder();
    finder.use(finder.walk(root, new Origin.Everything(0)));
    return new References(
        finder.roots.stream().sorted(Comparator.comparingInt(RootReading::offset)).toList(),
        List.copyOf(finder.tasks.values()),
        finder.strayFields.stream().sorted(Comparator.comparingInt(FieldReading::offset)).toList(),
        finder.dynamic.stream().sorted().distinct().toList());
  }

  /// A value is used in a way that this analysis does not follow.
  private void use(Origin origin) {
    switch (origin) {
      case Origin.Everything(int offset) -> dynamic.add(offset);
      case Origin.AllTasks(int offset) -> dynamic.add(offset);
      case Origin.OneTask(var name, int offset) ->
          read(name, EnumSet.allOf(TaskField.class), offset);
      case Origin.Data _ -> {}
    }
  }

  private void read(String task, Set<TaskField> fields, int offset) {
    var all = EnumSet.noneOf(TaskField.class);
    all.addAll(fields);
    var known = tasks.get(offset);
    if (known != null) {
      all.addAll(known.fields());
    }
    tasks.put(offset, new TaskReading(task, all, offset));
  }

  private Origin useAll(List<Node> nodes, Origin context) {
    for (var node : nodes) {
      use(walk(node, context));
    }
    return DATA;
  }

  /// The origin of a part's value, for one context.
  private Origin walk(Node node, Origin context) {
    return switch (node) {
      case Node.Path path -> walkPath(path, context);
      case Node.Name(int offset, var name) -> field(context, name, offset);
      case Node.Variable(int offset, var name) -> variable(name, offset, context);
      case Node.Parent(var _, Slot slot) -> parents.getOrDefault(slot.label(), DATA);
      case Node.Wildcard(int offset) -> contents(context, offset);
      case Node.Descendants(int offset) -> contents(context, offset);
      case Node.Block(var _, var parts) -> {
        if (parts.isEmpty()) {
          yield DATA;
        }
        useAll(parts.subList(0, parts.size() - 1), context);
        yield walk(parts.getLast(), context);
      }
      case Node.Refined refined -> {
        var origin = walk(refined.base(), context);
        useAll(refined.filters(), origin);
        yield refined.grouping().isPresent() ? group(refined.grouping().get(), origin) : origin;
      }
      case Node.Binary binary -> {
        // A long chain leans to the left; it is walked rather than recursed into.
        Node left = binary;
        while (left instanceof Node.Binary(var _, var _, var further, var right)) {
          use(walk(right, context));
          left = further;
        }
        yield useAll(List.of(left), context);
      }
      case Node.Negation(var _, var operand) -> useAll(List.of(operand), context);
      case Node.ArrayConstructor(var _, var items) -> useAll(items, context);
      case Node.ObjectConstructor(var _, var grouping) -> group(grouping, context);
      case Node.Condition(var _, var test, var then, var otherwise) -> {
        useAll(List.of(test, then), context);
        yield useAll(otherwise.stream().toList(), context);
      }
      case Node.Elvis(var _, var value, var otherwise) ->
          useAll(List.of(value, otherwise), context);
      case Node.Coalesce(var _, var value, var otherwise) ->
          useAll(List.of(value, otherwise), context);
      case Node.Bind(var _, var _, var value) -> useAll(List.of(value), context);
      case Node.Call(var _, var procedure, var arguments) -> {
        useAll(List.of(procedure), context);
        yield useAll(arguments, context);
      }
      case Node.PartialCall(var _, var procedure, var arguments) -> {
        useAll(List.of(procedure), context);
        yield useAll(arguments, context);
      }
      // A function keeps the context that it is made in.
      case Node.Lambda(var _, var _, var _, var body) -> useAll(List.of(body), context);
      case Node.Apply(var _, var left, var right) -> useAll(List.of(left, right), context);
      case Node.Transform(var _, var pattern, var update, var deletion) -> {
        // Its context is a copy of an argument, and an argument is used as a whole.
        useAll(List.of(pattern, update), DATA);
        yield useAll(deletion.stream().toList(), DATA);
      }
      case Node.Sort(var _, var terms) -> {
        useAll(terms.stream().map(Node.Term::expression).toList(), context);
        yield context;
      }
      case Node.Literal _, Node.Regex _, Node.Placeholder _ -> DATA;
    };
  }

  private static Origin variable(String name, int offset, Origin context) {
    return switch (name) {
      case "" -> context instanceof Origin.Everything ? new Origin.Everything(offset) : context;
      case "$" -> new Origin.Everything(offset);
      default -> DATA;
    };
  }

  private Origin walkPath(Node.Path path, Origin context) {
    var origin = context;
    for (var step : path.steps()) {
      origin = walkStep(step, origin);
    }
    return path.grouping().isPresent() ? group(path.grouping().get(), origin) : origin;
  }

  private Origin walkStep(Step step, Origin context) {
    step.ancestor().ifPresent(slot -> parents.put(slot.label(), context));
    var origin = walk(step.node(), context);
    for (var stage : step.stages()) {
      if (stage instanceof Stage.Filter(var predicate)) {
        use(walk(predicate, origin));
      }
    }
    if (step.focus().isEmpty()) {
      return origin;
    }
    // The variable takes the value; the next step starts where this one did.
    use(origin);
    return context;
  }

  private Origin group(Node.Grouping grouping, Origin context) {
    for (var pair : grouping.pairs()) {
      useAll(List.of(pair.key(), pair.value()), context);
    }
    return DATA;
  }

  private Origin field(Origin context, String name, int offset) {
    return switch (context) {
      case Origin.Everything _ -> root(name, offset);
      case Origin.AllTasks _ -> {
        // Even where no field is read it matters that the task is there: as a context.
        read(name, EnumSet.noneOf(TaskField.class), offset);
        yield new Origin.OneTask(name, offset);
      }
      case Origin.OneTask(var task, int taskOffset) -> {
        TaskField.of(name)
            .ifPresentOrElse(
                field -> read(task, EnumSet.of(field), taskOffset),
                () -> strayFields.add(new FieldReading(task, name, offset)));
        yield DATA;
      }
      case Origin.Data _ -> DATA;
    };
  }

  private Origin root(String name, int offset) {
    if (name.equals(Root.TASKS.text())) {
      return new Origin.AllTasks(offset);
    }
    roots.add(new RootReading(name, offset));
    return DATA;
  }

  private Origin contents(Origin context, int offset) {
    switch (context) {
      case Origin.Everything _, Origin.AllTasks _ -> dynamic.add(offset);
      case Origin.OneTask _, Origin.Data _ -> use(context);
    }
    return DATA;
  }
}
