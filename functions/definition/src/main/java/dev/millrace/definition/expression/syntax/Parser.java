package dev.millrace.definition.expression.syntax;

import com.fasterxml.jackson.databind.node.NumericNode;
import dev.millrace.definition.expression.syntax.Lexer.Expecting;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Turns an expression's text into a tree, by the binding power of its operators (Pratt's way). What
/// it takes and how it groups is JSONata 2.
public final class Parser {
  /// How deep brackets, arguments and branches may nest. Deeper trees would go over the depth limit
  /// of evaluation anyhow, and could go over the compiler's own stack first.
  public static final int NESTING_MAX = 200;

  /// How many operators or steps may follow one another without a bracket around them.
  public static final int CHAIN_MAX = 500;

  private static final Map<String, Operator> OPERATORS =
      EnumSet.complementOf(EnumSet.of(Operator.RANGE)).stream()
          .collect(Collectors.toUnmodifiableMap(Operator::symbol, operator -> operator));

  private static final Map<String, Integer> OTHER_POWERS =
      Map.ofEntries(
          Map.entry(".", 75),
          Map.entry("[", 80),
          Map.entry("(", 80),
          Map.entry("@", 80),
          Map.entry("#", 80),
          Map.entry("{", 70),
          Map.entry("^", 40),
          Map.entry("~>", 40),
          Map.entry("?:", 40),
          Map.entry("??", 40),
          Map.entry("?", 20),
          Map.entry(":=", 10));

  private static final int UNARY_POWER = 70;
  private static final Set<String> LAMBDA_NAMES = Set.of("function", "λ");

  private final Lexer lexer;
  private Token token;
  private int nesting;
  private int slots;

  private Parser(Lexer lexer) {
    this.lexer = lexer;
    this.token = lexer.next(Expecting.OPERAND);
  }

  /// An expression that was found within other text.
  ///
  /// @param root the whole tree
  /// @param end where in that text the bracket stands that closes it
  public record Embedded(Node root, int end) {}

  /// Parses a text that is one expression.
  ///
  /// @throws SyntaxFault when it is none
  public static Node parse(String text) {
    var parser = new Parser(new Lexer(text, 0, text.length()));
    var root = parser.whole();
    if (!(parser.token instanceof Token.End)) {
      throw new SyntaxFault(
          "did not expect " + parser.token.written() + " here", parser.token.offset());
    }
    return root;
  }

  /// Parses an expression within other text, up to the `}` that no bracket of its own opens.
  ///
  /// @param start where the expression begins; the offsets of the tree and of faults count from it
  /// @param end where it must have ended at the latest
  /// @throws SyntaxFault when there is no expression, or no `}`
  public static Embedded parseEmbedded(String text, int start, int end) {
    var parser = new Parser(new Lexer(text, start, end));
    var root = parser.whole();
    if (!parser.token.is("}")) {
      throw new SyntaxFault(
          parser.token instanceof Token.End
              ? "the expression has no closing }"
              : "did not expect " + parser.token.written() + " here",
          parser.token.offset());
    }
    return new Embedded(root, start + parser.token.offset());
  }

  private Node whole() {
    if (token instanceof Token.End || token.is("}")) {
      throw new SyntaxFault("the expression is empty", token.offset());
    }
    var root = expression(0);
    ParentSeeker.settle(root);
    return root;
  }

  /// Parses operands and operators that bind tighter than a power.
  private Node expression(int power) {
    if (++nesting > NESTING_MAX) {
      throw new SyntaxFault(
          "the expression nests deeper than " + NESTING_MAX + " levels", token.offset());
    }
    var left = operand();
    for (int chained = 0; power < powerOf(token); chained++) {
      if (chained == CHAIN_MAX) {
        throw new SyntaxFault(
            "more than " + CHAIN_MAX + " operators follow one another", token.offset());
      }
      left = operation(left);
    }
    nesting--;
    return left;
  }

  private static int powerOf(Token token) {
    if (!(token instanceof Token.Symbol(var _, var symbol))) {
      return 0;
    }
    var operator = OPERATORS.get(symbol);
    return operator == null ? OTHER_POWERS.getOrDefault(symbol, 0) : operator.power();
  }

  private Node operand() {
    var first = token;
    if (first instanceof Token.Symbol(int offset, var symbol)) {
      return prefixed(offset, symbol);
    }
    advance(Expecting.OPERATOR);
    return switch (first) {
      case Token.Name(int offset, var name) -> name(offset, name);
      case Token.Variable(int offset, var name) -> new Node.Variable(offset, name);
      case Token.Literal(int offset, var value) -> new Node.Literal(offset, value);
      case Token.Regex(int offset, var pattern) -> new Node.Regex(offset, pattern);
      case Token.End(int offset) -> throw new SyntaxFault("the expression ends too early", offset);
      case Token.Symbol _ -> throw new IllegalStateException("handled above");
    };
  }

  private Node prefixed(int offset, String symbol) {
    switch (symbol) {
      case "and", "or", "in", "*", "**", "%" -> advance(Expecting.OPERATOR);
      case "(", "[", "{", "-", "|" -> advance(Expecting.OPERAND);
      default -> throw new SyntaxFault("did not expect " + symbol + " here", offset);
    }
    return switch (symbol) {
      case "and", "or", "in" -> name(offset, symbol);
      case "*" -> new Node.Wildcard(offset);
      case "**" -> new Node.Descendants(offset);
      case "%" -> new Node.Parent(offset, new Slot(slots++, offset));
      case "(" -> block(offset);
      case "[" -> array(offset);
      case "{" -> new Node.ObjectConstructor(offset, grouping(offset));
      case "-" -> negation(offset, expression(UNARY_POWER));
      default -> transform(offset);
    };
  }

  private Node operation(Node left) {
    if (!(token instanceof Token.Symbol(int offset, var symbol))) {
      throw new IllegalStateException("only symbols bind: " + token);
    }
    advance(Expecting.OPERAND);
    var operator = OPERATORS.get(symbol);
    if (operator != null) {
      return new Node.Binary(offset, operator, left, expression(operator.power()));
    }
    return switch (symbol) {
      case "." -> Paths.join(left, expression(75));
      case "[" -> predicate(offset, left);
      case "(" -> call(offset, left);
      case "{" -> Paths.group(left, grouping(offset));
      case "^" -> Paths.sort(left, offset, terms());
      case "@" -> Paths.focus(left, variable(symbol), offset);
      case "#" -> Paths.index(left, variable(symbol));
      case "~>" -> apply(offset, left, expression(40));
      case "?:" -> new Node.Elvis(offset, left, expression(0));
      case "??" -> new Node.Coalesce(offset, left, expression(0));
      case "?" -> condition(offset, left);
      case ":=" -> bind(offset, left);
      default -> throw new IllegalStateException("has a power but no meaning: " + symbol);
    };
  }

  private static Node name(int offset, String name) {
    return new Node.Path(
        List.of(Step.of(new Node.Name(offset, name))), Optional.empty(), false);
  }

  private static Node negation(int offset, Node operand) {
    return operand instanceof Node.Literal(var _, NumericNode number)
        ? new Node.Literal(offset, NumberLiteral.negated(number))
        : new Node.Negation(offset, operand);
  }

  private Node block(int offset) {
    var parts = new ArrayList<Node>();
    while (!token.is(")")) {
      parts.add(expression(0));
      if (!token.is(";")) {
        break;
      }
      advance(Expecting.OPERAND);
    }
    expect(")", Expecting.OPERATOR);
    return new Node.Block(offset, List.copyOf(parts));
  }

  private Node array(int offset) {
    var items = new ArrayList<Node>();
    while (!token.is("]")) {
      var item = expression(0);
      if (token.is("..")) {
        int range = token.offset();
        advance(Expecting.OPERAND);
        item = new Node.Binary(range, Operator.RANGE, item, expression(0));
      }
      items.add(item);
      if (!token.is(",")) {
        break;
      }
      advance(Expecting.OPERAND);
    }
    expect("]", Expecting.OPERATOR);
    return new Node.ArrayConstructor(offset, List.copyOf(items));
  }

  private Node.Grouping grouping(int offset) {
    var pairs = new ArrayList<Node.Pair>();
    while (!token.is("}")) {
      var key = expression(0);
      expect(":", Expecting.OPERAND);
      pairs.add(new Node.Pair(key, expression(0)));
      if (!token.is(",")) {
        break;
      }
      advance(Expecting.OPERAND);
    }
    expect("}", Expecting.OPERATOR);
    return new Node.Grouping(offset, List.copyOf(pairs));
  }

  private Node transform(int offset) {
    var pattern = expression(0);
    expect("|", Expecting.OPERAND);
    var update = expression(0);
    Optional<Node> deletion = Optional.empty();
    if (token.is(",")) {
      advance(Expecting.OPERAND);
      deletion = Optional.of(expression(0));
    }
    expect("|", Expecting.OPERATOR);
    return new Node.Transform(offset, pattern, update, deletion);
  }

  private Node predicate(int offset, Node left) {
    if (token.is("]")) {
      advance(Expecting.OPERATOR);
      return Paths.keepArray(left);
    }
    var predicate = expression(0);
    expect("]", Expecting.OPERATOR);
    return Paths.filter(left, predicate, offset);
  }

  private Node call(int offset, Node procedure) {
    var arguments = new ArrayList<Node>();
    boolean partial = false;
    while (!token.is(")")) {
      if (token.is("?")) {
        partial = true;
        arguments.add(new Node.Placeholder(token.offset()));
        advance(Expecting.OPERATOR);
      } else {
        arguments.add(expression(0));
      }
      if (!token.is(",")) {
        break;
      }
      advance(Expecting.OPERAND);
    }
    expect(")", Expecting.OPERATOR);
    if (isLambda(procedure)) {
      return lambda(procedure.offset(), arguments);
    }
    return partial
        ? new Node.PartialCall(offset, procedure, List.copyOf(arguments))
        : new Node.Call(offset, procedure, List.copyOf(arguments));
  }

  private static boolean isLambda(Node procedure) {
    return procedure instanceof Node.Path path
        && path.steps().size() == 1
        && path.steps().getFirst().node() instanceof Node.Name(var _, var name)
        && LAMBDA_NAMES.contains(name);
  }

  private Node lambda(int offset, List<Node> arguments) {
    var parameters = new ArrayList<String>();
    for (var argument : arguments) {
      if (!(argument instanceof Node.Variable(var _, var name)) || name.isEmpty()) {
        throw new SyntaxFault(
            "a function's parameters are variables, such as $x", argument.offset());
      }
      parameters.add(name);
    }
    var signature = signature();
    expect("{", Expecting.OPERAND);
    var body = expression(0);
    expect("}", Expecting.OPERATOR);
    return new Node.Lambda(offset, List.copyOf(parameters), signature, body);
  }

  private Optional<Signature> signature() {
    if (!token.is("<")) {
      return Optional.empty();
    }
    int offset = token.offset();
    var text = lexer.signature();
    advance(Expecting.OPERAND);
    try {
      return Optional.of(Signature.parse(text));
    } catch (SyntaxFault fault) {
      throw new SyntaxFault(fault.message(), offset + fault.offset());
    }
  }

  private List<Node.Term> terms() {
    expect("(", Expecting.OPERAND);
    var terms = new ArrayList<Node.Term>();
    while (true) {
      var direction = token.is(">") ? Node.Direction.DESCENDING : Node.Direction.ASCENDING;
      if (token.is(">") || token.is("<")) {
        advance(Expecting.OPERAND);
      }
      terms.add(new Node.Term(expression(0), direction));
      if (!token.is(",")) {
        break;
      }
      advance(Expecting.OPERAND);
    }
    expect(")", Expecting.OPERATOR);
    return List.copyOf(terms);
  }

  private String variable(String symbol) {
    if (!(token instanceof Token.Variable(var _, var name)) || name.isEmpty()) {
      throw new SyntaxFault(symbol + " needs a variable behind it, such as $x", token.offset());
    }
    advance(Expecting.OPERATOR);
    return name;
  }

  private static Node apply(int offset, Node left, Node right) {
    var apply = new Node.Apply(offset, left, right);
    boolean keeps =
        left instanceof Node.Refined some && some.keepsArray()
            || left instanceof Node.Path path && path.keepsArray()
            || right instanceof Node.Refined other && other.keepsArray();
    return keeps ? Paths.keepArray(apply) : apply;
  }

  private Node condition(int offset, Node test) {
    var then = expression(0);
    if (!token.is(":")) {
      return new Node.Condition(offset, test, then, Optional.empty());
    }
    advance(Expecting.OPERAND);
    return new Node.Condition(offset, test, then, Optional.of(expression(0)));
  }

  private Node bind(int offset, Node left) {
    if (!(left instanceof Node.Variable(var _, var name)) || name.isEmpty() || name.equals("$")) {
      throw new SyntaxFault("only a variable, such as $x, can stand before :=", left.offset());
    }
    // One less than its own power: a binding takes another one to its right.
    return new Node.Bind(offset, name, expression(9));
  }

  private void advance(Expecting expecting) {
    token = lexer.next(expecting);
  }

  private void expect(String symbol, Expecting then) {
    if (!token.is(symbol)) {
      throw new SyntaxFault(
          "expected " + symbol + " here and found " + token.written(), token.offset());
    }
    advance(then);
  }
}
