package dev.millrace.definition.expression;

import dev.millrace.definition.expression.function.StandardFunctions;
import dev.millrace.definition.expression.syntax.Node;
import dev.millrace.definition.expression.syntax.Step;
import dev.millrace.definition.expression.syntax.SyntaxFault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Refuses variables and functions that do not exist. In JSONata they are nothing, which hides a
/// mistyped name until the expression is evaluated, and often beyond.
final class NameCheck {
  private final Set<String> bound = new HashSet<>();
  private final List<Node.Variable> variables = new ArrayList<>();
  private final List<Node.Name> calledNames = new ArrayList<>();

  private NameCheck() {}

  /// @throws SyntaxFault for the first name that does not exist
  static void check(Node root) {
    var check = new NameCheck();
    check.visit(root);
    check.variables.stream()
        .filter(variable -> !check.exists(variable.name()))
        .min(Comparator.comparingInt(Node.Variable::offset))
        .ifPresent(
            variable -> {
              throw check.unknown(variable);
            });
    for (var name : check.calledNames) {
      if (check.exists(name.name())) {
        throw new SyntaxFault(
            "%s is called like a function; did you mean $%s?".formatted(name.name(), name.name()),
            name.offset());
      }
    }
  }

  private boolean exists(String name) {
    return name.isEmpty()
        || name.equals("$")
        || bound.contains(name)
        || StandardFunctions.BY_NAME.containsKey(name);
  }

  private SyntaxFault unknown(Node.Variable variable) {
    var name = variable.name();
    if (name.equals("eval")) {
      return new SyntaxFault(
          "$eval is not available: what an expression reads must be known before it is evaluated",
          variable.offset());
    }
    Set<String> known = new HashSet<>(bound);
    known.addAll(StandardFunctions.BY_NAME.keySet());
    Optional<String> meant =
        Root.of(name).isPresent()
            ? Optional.of(name + " without the $")
            : Nearest.of(name, known).map(near -> "$" + near);
    return new SyntaxFault(
        "there is no $" + name + meant.map(near -> "; did you mean " + near + "?").orElse(""),
        variable.offset());
  }

  private void visitAll(List<Node> nodes) {
    nodes.forEach(this::visit);
  }

  private void visit(Node node) {
    switch (node) {
      case Node.Variable variable -> variables.add(variable);
      case Node.Bind(var _, var variable, var value) -> {
        bound.add(variable);
        visit(value);
      }
      case Node.Lambda(var _, var parameters, var _, var body) -> {
        bound.addAll(parameters);
        visit(body);
      }
      case Node.Path path -> {
        path.steps().forEach(this::visitStep);
        path.grouping().ifPresent(this::visitGrouping);
      }
      case Node.Refined refined -> {
        visit(refined.base());
        visitAll(refined.filters());
        refined.grouping().ifPresent(this::visitGrouping);
      }
      case Node.Call(var _, var procedure, var arguments) -> visitCall(procedure, arguments);
      case Node.PartialCall(var _, var procedure, var arguments) -> visitCall(procedure, arguments);
      case Node.Binary binary -> {
        Node left = binary;
        while (left instanceof Node.Binary(var _, var _, var further, var right)) {
          visit(right);
          left = further;
        }
        visit(left);
      }
      case Node.Negation(var _, var operand) -> visit(operand);
      case Node.ArrayConstructor(var _, var items) -> visitAll(items);
      case Node.ObjectConstructor(var _, var grouping) -> visitGrouping(grouping);
      case Node.Block(var _, var parts) -> visitAll(parts);
      case Node.Condition(var _, var test, var then, var otherwise) -> {
        visitAll(List.of(test, then));
        otherwise.ifPresent(this::visit);
      }
      case Node.Elvis(var _, var value, var otherwise) -> visitAll(List.of(value, otherwise));
      case Node.Coalesce(var _, var value, var otherwise) -> visitAll(List.of(value, otherwise));
      case Node.Apply(var _, var left, var right) -> visitAll(List.of(left, right));
      case Node.Transform(var _, var pattern, var update, var deletion) -> {
        visitAll(List.of(pattern, update));
        deletion.ifPresent(this::visit);
      }
      case Node.Sort(var _, var terms) -> terms.forEach(term -> visit(term.expression()));
      case Node.Literal _,
          Node.Regex _,
          Node.Name _,
          Node.Wildcard _,
          Node.Descendants _,
          Node.Parent _,
          Node.Placeholder _ -> {}
    }
  }

  private void visitStep(Step step) {
    step.focus().ifPresent(bound::add);
    step.index().ifPresent(bound::add);
    visit(step.node());
    for (var stage : step.stages()) {
      switch (stage) {
        case Step.Stage.Filter(var predicate) -> visit(predicate);
        case Step.Stage.Index(var variable) -> bound.add(variable);
      }
    }
  }

  private void visitGrouping(Node.Grouping grouping) {
    for (var pair : grouping.pairs()) {
      visitAll(List.of(pair.key(), pair.value()));
    }
  }

  private void visitCall(Node procedure, List<Node> arguments) {
    if (procedure instanceof Node.Path path
        && path.steps().size() == 1
        && path.steps().getFirst().node() instanceof Node.Name name) {
      calledNames.add(name);
    }
    visit(procedure);
    visitAll(arguments);
  }
}
