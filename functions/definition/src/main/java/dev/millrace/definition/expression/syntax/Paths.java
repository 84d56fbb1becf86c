package dev.millrace.definition.expression.syntax;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.definition.expression.syntax.Step.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Builds paths from the operators that make them. All of these bind to what stands left of them,
/// so a path grows step by step and what comes behind a step changes the last one.
final class Paths {
  private Paths() {}

  /// `left.right`.
  static Node join(Node left, Node right) {
    var steps = new ArrayList<Step>();
    Optional<Node.Grouping> grouping = Optional.empty();
    if (left instanceof Node.Path path) {
      steps.addAll(path.steps());
      grouping = path.grouping();
    } else {
      var first = Step.of(named(left));
      steps.add(
          left instanceof Node.Refined refined && refined.keepsArray()
              ? first.keepingArray()
              : first);
    }
    if (right instanceof Node.Path path) {
      steps.addAll(path.steps());
    } else {
      steps.add(stepOf(named(right)));
    }
    return new Node.Path(steps, grouping, false);
  }

  /// A step that is a text names a field: `a."b c"`.
  private static Node named(Node node) {
    return switch (node) {
      case Node.Literal(int offset, TextNode text) -> new Node.Name(offset, text.textValue());
      case Node.Literal(int offset, NumericNode number) ->
          throw notAStep(offset, number.toString());
      case Node.Literal(int offset, BooleanNode value) -> throw notAStep(offset, value.toString());
      case Node.Literal(int offset, NullNode value) -> throw notAStep(offset, value.toString());
      case Node.Refined refined ->
          new Node.Refined(
              named(refined.base()), refined.filters(), refined.grouping(), refined.keepsArray());
      case Node.Literal _ -> node;
      case Node.Regex _,
          Node.Variable _,
          Node.Name _,
          Node.Wildcard _,
          Node.Descendants _,
          Node.Parent _,
          Node.Negation _,
          Node.Binary _,
          Node.ArrayConstructor _,
          Node.ObjectConstructor _,
          Node.Block _,
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
          Node.Path _ ->
          node;
    };
  }

  private static SyntaxFault notAStep(int offset, String written) {
    return new SyntaxFault(
        written + " cannot be a step of a path; a field of that name is `" + written + "`", offset);
  }

  private static Step stepOf(Node node) {
    if (!(node instanceof Node.Refined refined)) {
      return Step.of(node);
    }
    var rest =
        refined.keepsArray() || refined.grouping().isPresent()
            ? new Node.Refined(refined.base(), List.of(), refined.grouping(), refined.keepsArray())
            : refined.base();
    var stages = refined.filters().stream().map(Stage.Filter::new).map(Stage.class::cast).toList();
    var step = Step.of(rest).withStages(stages);
    return refined.keepsArray() ? step.keepingArray() : step;
  }

  /// `left[predicate]`.
  static Node filter(Node left, Node predicate, int offset) {
    if (left instanceof Node.Path path) {
      refuseGrouping(path.grouping(), offset);
      return changeLast(path, step -> step.with(new Stage.Filter(predicate)));
    }
    var refined = Node.Refined.of(left);
    refuseGrouping(refined.grouping(), offset);
    var filters = new ArrayList<>(refined.filters());
    filters.add(predicate);
    return new Node.Refined(
        refined.base(), List.copyOf(filters), refined.grouping(), refined.keepsArray());
  }

  private static void refuseGrouping(Optional<Node.Grouping> grouping, int offset) {
    if (grouping.isPresent()) {
      throw new SyntaxFault("a predicate cannot follow a grouping", offset);
    }
  }

  /// `left[]`.
  static Node keepArray(Node left) {
    if (left instanceof Node.Path path) {
      var kept =
          path.steps().size() == 1 && path.steps().getFirst().node() instanceof Node.Name
              ? changeLast(path, Step::keepingArray)
              : path;
      return new Node.Path(kept.steps(), kept.grouping(), true);
    }
    var refined = Node.Refined.of(left);
    return new Node.Refined(refined.base(), refined.filters(), refined.grouping(), true);
  }

  /// `left{k: v}`.
  static Node group(Node left, Node.Grouping grouping) {
    if (left instanceof Node.Path path) {
      refuseSecond(path.grouping(), grouping);
      return new Node.Path(path.steps(), Optional.of(grouping), path.keepsArray());
    }
    var refined = Node.Refined.of(left);
    refuseSecond(refined.grouping(), grouping);
    return new Node.Refined(
        refined.base(), refined.filters(), Optional.of(grouping), refined.keepsArray());
  }

  private static void refuseSecond(Optional<Node.Grouping> first, Node.Grouping second) {
    if (first.isPresent()) {
      throw new SyntaxFault("a grouping cannot follow another one", second.offset());
    }
  }

  /// `left^(terms)`.
  static Node sort(Node left, int offset, List<Node.Term> terms) {
    var path = pathOf(left);
    var steps = new ArrayList<>(path.steps());
    steps.add(Step.of(new Node.Sort(offset, terms)));
    return new Node.Path(steps, path.grouping(), path.keepsArray());
  }

  /// `left@$variable`.
  static Node focus(Node left, String variable, int offset) {
    var path = pathOf(left);
    var last = path.steps().getLast();
    if (!last.stages().isEmpty()
        || (last.node() instanceof Node.Refined refined && !refined.filters().isEmpty())) {
      throw new SyntaxFault("@ must stand before the predicates of its step", offset);
    }
    if (last.node() instanceof Node.Sort) {
      throw new SyntaxFault("@ must stand before ^", offset);
    }
    return changeLast(path, step -> step.focusedOn(variable));
  }

  /// `left#$variable`.
  static Node index(Node left, String variable) {
    var path =
        left instanceof Node.Path known
            ? known
            : new Node.Path(List.of(stepOf(left)), Optional.empty(), false);
    return changeLast(
        path,
        step ->
            step.stages().isEmpty()
                ? step.indexedBy(variable)
                : step.with(new Stage.Index(variable)));
  }

  private static Node.Path pathOf(Node node) {
    return node instanceof Node.Path path
        ? path
        : new Node.Path(List.of(Step.of(node)), Optional.empty(), false);
  }

  private static Node.Path changeLast(Node.Path path, UnaryOperator<Step> change) {
    var steps = new ArrayList<>(path.steps());
    steps.add(change.apply(steps.removeLast()));
    return new Node.Path(steps, path.grouping(), path.keepsArray());
  }
}
