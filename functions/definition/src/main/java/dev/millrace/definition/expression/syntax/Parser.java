package dev.millrace.definition.expression.syntax;

import com.fasterxml.jackson.databind.node.NumericNode;
import dev.millrace.definition.expression.syntax.Lexer.Expecting;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Turns an expression's text into a tree, by the binding power of its operators (Pratt's way).
/// What it takes and how it groups is JSONata 2.
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

  private final Lexer lexer;
  private final Brackets brackets = new Brackets(this);
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
  Node expression(int power) {
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
      case "(" -> brackets.block(offset);
      case "[" -> brackets.array(offset);
      case "{" -> new Node.ObjectConstructor(offset, brackets.grouping(offset));
      case "-" -> negation(offset, expression(UNARY_POWER));
      default -> brackets.transform(offset);
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
      case "[" -> brackets.predicate(offset, left);
      case "(" -> brackets.call(offset, left);
      case "{" -> Paths.group(left, brackets.grouping(offset));
      case "^" -> Paths.sort(left, offset, brackets.terms());
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
    return new Node.Path(List.of(Step.of(new Node.Name(offset, name))), Optional.empty(), false);
  }

  private static Node negation(int offset, Node operand) {
    return operand instanceof Node.Literal(var _, NumericNode number)
        ? new Node.Literal(offset, NumberLiteral.negated(number))
        : new Node.Negation(offset, operand);
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
        (left instanceof Node.Refined some && some.keepsArray())
            || (left instanceof Node.Path path && path.keepsArray())
            || (right instanceof Node.Refined other && other.keepsArray());
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

  /// The token that comes next.
  Token token() {
    return token;
  }

  /// Reads a signature, whose `<` is the token that comes next.
  String signatureText() {
    var text = lexer.signature();
    advance(Expecting.OPERAND);
    return text;
  }

  void advance(Expecting expecting) {
    token = lexer.next(expecting);
  }

  void expect(String symbol, Expecting then) {
    if (!token.is(symbol)) {
      throw new SyntaxFault(
          "expected " + symbol + " here and found " + token.written(), token.offset());
    }
    advance(then);
  }
}
