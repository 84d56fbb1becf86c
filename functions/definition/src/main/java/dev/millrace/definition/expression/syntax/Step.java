package dev.millrace.definition.expression.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One step of a path: what is evaluated for each value that the steps before it gave, and what
/// then happens to its results.
public final class Step {
  private final Node node;
  private final List<Stage> stages;
  private final @Nullable String focus;
  private final @Nullable String index;
  private final boolean keepsArray;
  // The two are settled by ParentSeeker before the tree is handed out and never change again.
  private boolean tuple;
  private @Nullable Slot ancestor;

  private Step(
      Node node,
      List<Stage> stages,
      @Nullable String focus,
      @Nullable String index,
      boolean keepsArray) {
    this.node = node;
    this.stages = stages;
    this.focus = focus;
    this.index = index;
    this.keepsArray = keepsArray;
    this.tuple =
        focus != null || index != null || stages.stream().anyMatch(Stage.Index.class::isInstance);
  }

  /// What is done with a step's results.
  public sealed interface Stage {
    /// Keeps those for which the predicate holds, or those at the places that it gives.
    record Filter(Node predicate) implements Stage {}

    /// Binds each one's place to a variable.
    record Index(String variable) implements Stage {}
  }

  static Step of(Node node) {
    return new Step(node, List.of(), null, null, false);
  }

  Step with(Stage stage) {
    var more = new ArrayList<>(stages);
    more.add(stage);
    return new Step(node, List.copyOf(more), focus, index, keepsArray);
  }

  Step withStages(List<Stage> all) {
    return new Step(node, List.copyOf(all), focus, index, keepsArray);
  }

  Step focusedOn(String variable) {
    return new Step(node, stages, variable, index, keepsArray);
  }

  Step indexedBy(String variable) {
    return new Step(node, stages, focus, variable, keepsArray);
  }

  Step keepingArray() {
    return new Step(node, stages, focus, index, true);
  }

  /// What is evaluated.
  public Node node() {
    return node;
  }

  /// What happens to the results, in this order.
  public List<Stage> stages() {
    return stages;
  }

  /// `@$variable`: the results are bound to it, and the next step starts again where this one did.
  public Optional<String> focus() {
    return Optional.ofNullable(focus);
  }

  /// `#$variable`: the place of each result is bound to it.
  public Optional<String> index() {
    return Optional.ofNullable(index);
  }

  /// `[]` behind the step: the path's result stays a list, even of one.
  public boolean keepsArray() {
    return keepsArray;
  }

  /// Whether the step is a list written out, whose elements a path must not unpack.
  public boolean constructsArray() {
    return switch (node) {
      case Node.ArrayConstructor _ -> true;
      case Node.Refined refined -> refined.constructsArray();
      case Node.Block(var _, var parts) ->
          parts.stream()
              .anyMatch(
                  part ->
                      part instanceof Node.Path path && path.steps().getFirst().constructsArray());
      case Node.Literal _,
          Node.Regex _,
          Node.Variable _,
          Node.Name _,
          Node.Wildcard _,
          Node.Descendants _,
          Node.Parent _,
          Node.Negation _,
          Node.Binary _,
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
          Node.Path _ ->
          false;
    };
  }

  /// Whether the path carries variables along from this step on.
  public boolean isTuple() {
    return tuple;
  }

  /// What a later `%` calls the value that this step is applied to.
  public Optional<Slot> ancestor() {
    return Optional.ofNullable(ancestor);
  }

  void makeTuple() {
    tuple = true;
  }

  void bindAncestor(Slot slot) {
    if (ancestor != null) {
      slot.shareLabelOf(ancestor);
    }
    ancestor = slot;
    tuple = true;
  }
}
