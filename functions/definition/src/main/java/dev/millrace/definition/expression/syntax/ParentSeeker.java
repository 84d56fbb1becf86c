package dev.millrace.definition.expression.syntax;

import dev.millrace.definition.expression.syntax.Step.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds for each `%` of a tree the step that leaves its value: it climbs back through the steps
/// before it, one name or wildcard a level, out of predicates and into brackets. It marks the steps
/// that must carry variables along. It runs once, before anyone else sees the tree.
final class ParentSeeker {
  private ParentSeeker() {}

  /// @throws SyntaxFault when a `%` climbs out of the expression
  static void settle(Node root) {
    for (var slot : seekers(root)) {
      if (slot.level() > 0) {
        throw new SyntaxFault("there is no parent that this % could be", slot.offset());
      }
    }
  }

  /// The slots within a part that are, or were, looked for among the steps before the part.
  private static List<Slot> seekers(Node node) {
    return switch (node) {
      case Node.Parent(var _, var slot) -> List.of(slot);
      case Node.Path path -> seekersOf(path);
      case Node.Refined refined -> seekersOf(refined);
      case Node.Negation(var _, var operand) -> seekers(operand);
      case Node.Binary binary -> seekersOf(binary);
      case Node.ArrayConstructor(var _, var items) -> all(items);
      case Node.ObjectConstructor(var _, var grouping) -> all(partsOf(grouping));
      case Node.Block(var _, var parts) -> all(parts);
      case Node.Condition(var _, var test, var then, var otherwise) ->
          all(joined(List.of(test, then), otherwise));
      case Node.Elvis(var _, var value, var otherwise) -> all(List.of(value, otherwise));
      case Node.Coalesce(var _, var value, var otherwise) -> all(List.of(value, otherwise));
      case Node.Bind(var _, var _, var value) -> seekers(value);
      case Node.Call(var _, var procedure, var arguments) -> {
        closed(List.of(procedure));
        yield all(arguments);
      }
      case Node.PartialCall(var _, var procedure, var arguments) -> {
        closed(List.of(procedure));
        yield all(arguments);
      }
      case Node.Sort(var _, var terms) -> all(terms.stream().map(Node.Term::expression).toList());
      case Node.Lambda(var _, var _, var _, var body) -> closed(List.of(body));
      case Node.Apply(var _, var left, var right) -> closed(List.of(left, right));
      case Node.Transform(var _, var pattern, var update, var deletion) ->
          closed(joined(List.of(pattern, update), deletion));
      case Node.Literal _,
          Node.Regex _,
          Node.Variable _,
          Node.Name _,
          Node.Wildcard _,
          Node.Descendants _,
          Node.Placeholder _ ->
          List.of();
    };
  }

  private static List<Slot> all(List<Node> nodes) {
    return nodes.stream().flatMap(node -> seekers(node).stream()).toList();
  }

  /// Parts that no `%` can be looked for outside of.
  private static List<Slot> closed(List<Node> nodes) {
    for (var node : nodes) {
      settle(node);
    }
    return List.of();
  }

  private static List<Node> partsOf(Node.Grouping grouping) {
    var parts = new ArrayList<Node>();
    for (var pair : grouping.pairs()) {
      parts.add(pair.key());
      parts.add(pair.value());
    }
    return parts;
  }

  private static List<Node> joined(List<Node> nodes, Optional<Node> last) {
    var joined = new ArrayList<>(nodes);
    last.ifPresent(joined::add);
    return joined;
  }

  private static List<Slot> seekersOf(Node.Binary binary) {
    // A long chain leans to the left; it is walked rather than recursed into.
    var slots = new ArrayList<Slot>();
    Node left = binary;
    while (left instanceof Node.Binary(var _, var _, var further, var right)) {
      slots.addAll(seekers(right));
      left = further;
    }
    slots.addAll(seekers(left));
    return slots;
  }

  private static List<Slot> seekersOf(Node.Refined refined) {
    refined.grouping().ifPresent(grouping -> closed(partsOf(grouping)));
    var slots = new ArrayList<>(seekers(refined.base()));
    for (var filter : refined.filters()) {
      slots.addAll(outOfPredicate(filter, slot -> seek(refined.base(), slot)));
    }
    return slots;
  }

  private static List<Slot> seekersOf(Node.Path path) {
    path.grouping().ifPresent(grouping -> closed(partsOf(grouping)));
    var steps = path.steps();
    var outside = new ArrayList<Slot>();
    for (int place = 0; place < steps.size(); place++) {
      for (var slot : seekersOf(steps.get(place))) {
        climb(steps, place - 1, slot);
        outside.add(slot);
      }
    }
    outside.removeIf(slot -> slot.level() == 0);
    return outside;
  }

  private static List<Slot> seekersOf(Step step) {
    var slots = new ArrayList<>(seekers(step.node()));
    for (var stage : step.stages()) {
      if (stage instanceof Stage.Filter(var predicate)) {
        slots.addAll(outOfPredicate(predicate, slot -> seek(step, slot)));
      }
    }
    return slots;
  }

  private interface Seek {
    void at(Slot slot);
  }

  /// A predicate's context is a result of its step, so its `%` is what the step was applied to.
  private static List<Slot> outOfPredicate(Node predicate, Seek seek) {
    var slots = seekers(predicate);
    for (var slot : slots) {
      if (slot.level() == 1) {
        seek.at(slot);
      } else if (slot.level() > 1) {
        slot.nearer();
      }
    }
    return slots;
  }

  private static void climb(List<Step> steps, int from, Slot slot) {
    int place = from;
    while (slot.level() > 0 && place >= 0) {
      var step = steps.get(place--);
      // Steps that bind their results with @ all start from the same value: they are one level.
      while (place >= 0 && step.focus().isPresent() && steps.get(place).focus().isPresent()) {
        step = steps.get(place--);
      }
      seek(step, slot);
    }
  }

  private static void seek(Step step, Slot slot) {
    switch (step.node()) {
      case Node.Name _, Node.Wildcard _ -> {
        slot.nearer();
        if (slot.level() == 0) {
          step.bindAncestor(slot);
        }
      }
      case Node.Refined(Node.Name _, var _, var _, var _) -> {
        slot.nearer();
        if (slot.level() == 0) {
          step.bindAncestor(slot);
        }
      }
      case Node.Parent _ -> slot.further();
      case Node.Block _, Node.Path _ -> {
        step.makeTuple();
        seek(step.node(), slot);
      }
      case Node.Literal _,
          Node.Regex _,
          Node.Variable _,
          Node.Descendants _,
          Node.Negation _,
          Node.Binary _,
          Node.ArrayConstructor _,
          Node.ObjectConstructor _,
          Node.Condition _,
          Node.Elvis _,
          Node.Coalesce _,
          Node.Bind _,
          Node.Call _,
          Node.PartialCall _,
          Node.Placeholder _,
          Node.Lambda _,
          Node.Apply _,
          Node.Transform _,
          Node.Sort _,
          Node.Refined _ ->
          throw underivable(step.node());
    }
  }

  private static void seek(Node node, Slot slot) {
    switch (node) {
      case Node.Parent _ -> slot.further();
      case Node.Block(var _, var parts) -> {
        if (!parts.isEmpty()) {
          seek(parts.getLast(), slot);
        }
      }
      case Node.Path path -> {
        path.giveTuples();
        climb(path.steps(), path.steps().size() - 1, slot);
      }
      case Node.Literal _,
          Node.Regex _,
          Node.Variable _,
          Node.Name _,
          Node.Wildcard _,
          Node.Descendants _,
          Node.Negation _,
          Node.Binary _,
          Node.ArrayConstructor _,
          Node.ObjectConstructor _,
          Node.Condition _,
          Node.Elvis _,
          Node.Coalesce _,
          Node.Bind _,
          Node.Call _,
          Node.PartialCall _,
          Node.Placeholder _,
          Node.Lambda _,
          Node.Apply _,
          Node.Transform _,
          Node.Sort _,
          Node.Refined _ ->
          throw underivable(node);
    }
  }

  private static SyntaxFault underivable(Node node) {
    return new SyntaxFault("a % cannot tell the parent of what this gives", node.offset());
  }
}
