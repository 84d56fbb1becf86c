package dev.millrace.definition.expression.syntax;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A part of an expression. Trees are immutable once [Parser] has given them out, so all threads
/// share them. Offsets are places in the expression's text, in UTF-16 units from 0.
public sealed interface Node {
  /// Where the part, or its operator, stands.
  int offset();

  /// A text, number, boolean or null as written.
  record Literal(int offset, JsonNode value) implements Node {}

  /// A regular expression, which is a function.
  record Regex(int offset, Pattern pattern) implements Node {}

  /// A variable; the empty name is the context `$`, the name `$` the root `$$`.
  record Variable(int offset, String name) implements Node {}

  /// A field of the context. It stands in steps only.
  record Name(int offset, String name) implements Node {}

  /// `*`: the values of all fields.
  record Wildcard(int offset) implements Node {}

  /// `**`: the context and all within it.
  record Descendants(int offset) implements Node {}

  /// `%`: what the step was applied to that gave the context.
  record Parent(int offset, Slot slot) implements Node {}

  /// `-x`.
  record Negation(int offset, Node operand) implements Node {}

  /// Two operands around an operator.
  record Binary(int offset, Operator operator, Node left, Node right) implements Node {}

  /// `[a, b]`.
  record ArrayConstructor(int offset, List<Node> items) implements Node {}

  /// `{k: v}`.
  record ObjectConstructor(int offset, Grouping grouping) implements Node {}

  /// `(a; b)`: its last part's value.
  record Block(int offset, List<Node> parts) implements Node {}

  /// `test ? then : otherwise`.
  record Condition(int offset, Node test, Node then, Optional<Node> otherwise) implements Node {}

  /// `value ?: otherwise`: the value where it counts as true.
  record Elvis(int offset, Node value, Node otherwise) implements Node {}

  /// `value ?? otherwise`: the value where there is one.
  record Coalesce(int offset, Node value, Node otherwise) implements Node {}

  /// `$variable := value`.
  record Bind(int offset, String variable, Node value) implements Node {}

  /// `procedure(arguments)`.
  record Call(int offset, Node procedure, List<Node> arguments) implements Node {}

  /// `procedure(arguments)` with a [Placeholder] among them: a function of those.
  record PartialCall(int offset, Node procedure, List<Node> arguments) implements Node {}

  /// `?` in a [PartialCall].
  record Placeholder(int offset) implements Node {}

  /// `function($a, $b)<signature>{ body }`.
  record Lambda(int offset, List<String> parameters, Optional<Signature> signature, Node body)
      implements Node {}

  /// `left ~> right`.
  record Apply(int offset, Node left, Node right) implements Node {}

  /// `| pattern | update, delete |`: a function that changes a copy of its argument.
  record Transform(int offset, Node pattern, Node update, Optional<Node> deletion)
      implements Node {}

  /// `^(terms)`: orders the values of a path. It stands in steps only.
  record Sort(int offset, List<Term> terms) implements Node {}

  /// What is done to the value of a part that is no path.
  ///
  /// @param keepsArray `[]`: a list stays one, even of one element
  record Refined(Node base, List<Node> filters, Optional<Grouping> grouping, boolean keepsArray)
      implements Node {
    @Override
    public int offset() {
      return base.offset();
    }

    /// Whether it is a list written out, with nothing but `[]` behind it.
    public boolean constructsArray() {
      return base instanceof ArrayConstructor && filters.isEmpty() && grouping.isEmpty();
    }

    static Refined of(Node node) {
      return node instanceof Refined refined
          ? refined
          : new Refined(node, List.of(), Optional.empty(), false);
    }
  }

  /// Steps, each applied to what the one before it gave.
  final class Path implements Node {
    private final List<Step> steps;
    private final Optional<Grouping> grouping;
    private final boolean keepsArray;
    // Settled by ParentSeeker before the tree is handed out; it never changes again.
    private boolean givesTuples;

    Path(List<Step> steps, Optional<Grouping> grouping, boolean keepsArray) {
      this.steps = List.copyOf(steps);
      this.grouping = grouping;
      this.keepsArray = keepsArray;
    }

    @Override
    public int offset() {
      return steps.getFirst().node().offset();
    }

    /// At least one.
    public List<Step> steps() {
      return steps;
    }

    /// `{k: v}` behind the path.
    public Optional<Grouping> grouping() {
      return grouping;
    }

    /// `[]` behind the path: the result stays a list.
    public boolean keepsArray() {
      return keepsArray;
    }

    /// `[]` behind one of the steps: the same, also for a list that was written out.
    public boolean stepKeepsArray() {
      return steps.stream().anyMatch(Step::keepsArray);
    }

    /// Whether a path around this one needs the variables that its values carry.
    public boolean givesTuples() {
      return givesTuples;
    }

    void giveTuples() {
      givesTuples = true;
    }
  }

  /// The pairs of an object that is written out or that groups values by key.
  record Grouping(int offset, List<Pair> pairs) {}

  /// One of these pairs.
  record Pair(Node key, Node value) {}

  /// One of the terms to order by.
  record Term(Node expression, Direction direction) {}

  /// Which way a term orders.
  enum Direction {
    ASCENDING,
    DESCENDING
  }
}
