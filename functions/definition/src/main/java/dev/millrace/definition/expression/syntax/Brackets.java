package dev.millrace.definition.expression.syntax;

import dev.millrace.definition.expression.syntax.Lexer.Expecting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The parts of an expression that stand between brackets. Each begins behind its opening bracket
/// and ends behind the closing one.
final class Brackets {
  private static final Set<String> LAMBDA_NAMES = Set.of("function", "λ");

  private final Parser parser;

  Brackets(Parser parser) {
    this.parser = parser;
  }

  Node block(int offset) {
    var parts = new ArrayList<Node>();
    while (!parser.token().is(")")) {
      parts.add(parser.expression(0));
      if (!parser.token().is(";")) {
        break;
      }
      parser.advance(Expecting.OPERAND);
    }
    parser.expect(")", Expecting.OPERATOR);
    return new Node.Block(offset, List.copyOf(parts));
  }

  Node array(int offset) {
    var items = new ArrayList<Node>();
    while (!parser.token().is("]")) {
      var item = parser.expression(0);
      if (parser.token().is("..")) {
        int range = parser.token().offset();
        parser.advance(Expecting.OPERAND);
        item = new Node.Binary(range, Operator.RANGE, item, parser.expression(0));
      }
      items.add(item);
      if (!parser.token().is(",")) {
        break;
      }
      parser.advance(Expecting.OPERAND);
    }
    parser.expect("]", Expecting.OPERATOR);
    return new Node.ArrayConstructor(offset, List.copyOf(items));
  }

  Node.Grouping grouping(int offset) {
    var pairs = new ArrayList<Node.Pair>();
    while (!parser.token().is("}")) {
      var key = parser.expression(0);
      parser.expect(":", Expecting.OPERAND);
      pairs.add(new Node.Pair(key, parser.expression(0)));
      if (!parser.token().is(",")) {
        break;
      }
      parser.advance(Expecting.OPERAND);
    }
    parser.expect("}", Expecting.OPERATOR);
    return new Node.Grouping(offset, List.copyOf(pairs));
  }

  Node transform(int offset) {
    var pattern = parser.expression(0);
    parser.expect("|", Expecting.OPERAND);
    var update = parser.expression(0);
    Optional<Node> deletion = Optional.empty();
    if (parser.token().is(",")) {
      parser.advance(Expecting.OPERAND);
      deletion = Optional.of(parser.expression(0));
    }
    parser.expect("|", Expecting.OPERATOR);
    return new Node.Transform(offset, pattern, update, deletion);
  }

  Node predicate(int offset, Node left) {
    if (parser.token().is("]")) {
      parser.advance(Expecting.OPERATOR);
      return Paths.keepArray(left);
    }
    var predicate = parser.expression(0);
    parser.expect("]", Expecting.OPERATOR);
    return Paths.filter(left, predicate, offset);
  }

  Node call(int offset, Node procedure) {
    var arguments = new ArrayList<Node>();
    boolean partial = false;
    while (!parser.token().is(")")) {
      if (parser.token().is("?")) {
        partial = true;
        arguments.add(new Node.Placeholder(parser.token().offset()));
        parser.advance(Expecting.OPERATOR);
      } else {
        arguments.add(parser.expression(0));
      }
      if (!parser.token().is(",")) {
        break;
      }
      parser.advance(Expecting.OPERAND);
    }
    parser.expect(")", Expecting.OPERATOR);
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
    parser.expect("{", Expecting.OPERAND);
    var body = parser.expression(0);
    parser.expect("}", Expecting.OPERATOR);
    return new Node.Lambda(offset, List.copyOf(parameters), signature, body);
  }

  private Optional<Signature> signature() {
    if (!parser.token().is("<")) {
      return Optional.empty();
    }
    int offset = parser.token().offset();
    var text = parser.signatureText();
    try {
      return Optional.of(Signature.parse(text));
    } catch (SyntaxFault fault) {
      throw new SyntaxFault(fault.message(), offset + fault.offset());
    }
  }

  List<Node.Term> terms() {
    parser.expect("(", Expecting.OPERAND);
    var terms = new ArrayList<Node.Term>();
    while (true) {
      var direction = parser.token().is(">") ? Node.Direction.DESCENDING : Node.Direction.ASCENDING;
      if (parser.token().is(">") || parser.token().is("<")) {
        parser.advance(Expecting.OPERAND);
      }
      terms.add(new Node.Term(parser.expression(0), direction));
      if (!parser.token().is(",")) {
        break;
      }
      parser.advance(Expecting.OPERAND);
    }
    parser.expect(")", Expecting.OPERATOR);
    return List.copyOf(terms);
  }
}
