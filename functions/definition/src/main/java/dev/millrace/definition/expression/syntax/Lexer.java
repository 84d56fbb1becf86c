package dev.millrace.definition.expression.syntax;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Cuts an expression's text into tokens, one at a time, because only the parser knows whether a
/// slash begins a regular expression or divides.
final class Lexer {
  /// Whether an operand may begin here: a slash is then a regular expression.
  enum Expecting {
    OPERAND,
    OPERATOR
  }

  private static final Set<String> PAIRS =
      Set.of("..", ":=", "!=", ">=", "<=", "**", "~>", "?:", "??");
  private static final String SINGLES = ".[]{}(),@#;:?+-*/%|=<>^&!~";
  private static final String SPACES = " \t\n\r\u000b";

  private final String text;
  private final int start;
  private final int end;
  private int position;

  /// Reads the text from a place on; offsets count from there.
  Lexer(String text, int start, int end) {
    this.text = text;
    this.start = start;
    this.end = end;
    this.position = start;
  }

  /// Where the next token is looked for, from the start of the expression.
  int offset() {
    return position - start;
  }

  Token next(Expecting expecting) {
    skipSpacesAndComments();
    if (position == end) {
      return new Token.End(offset());
    }
    char first = text.charAt(position);
    if (first == '/' && expecting == Expecting.OPERAND) {
      return regex();
    }
    if (position + 1 < end && PAIRS.contains(text.substring(position, position + 2))) {
      return symbol(2);
    }
    if (SINGLES.indexOf(first) >= 0) {
      return symbol(1);
    }
    return switch (first) {
      case '"', '\'' -> string(first);
      case '`' -> quotedName();
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> name();
    };
  }

  /// Reads on to the `>` that closes a signature, whose `<` was the last token.
  String signature() {
    int from = position - 1;
    int depth = 1;
    while (depth > 0) {
      if (position == end || text.charAt(position) == '{') {
        throw new SyntaxFault("the signature has no closing >", from - start);
      }
      switch (text.charAt(position++)) {
        case '<' -> depth++;
        case '>' -> depth--;
        default -> {}
      }
    }
    return text.substring(from, position);
  }

  private Token symbol(int length) {
    var token = new Token.Symbol(offset(), text.substring(position, position + length));
    position += length;
    return token;
  }

  private void skipSpacesAndComments() {
    while (position < end) {
      if (SPACES.indexOf(text.charAt(position)) >= 0) {
        position++;
      } else if (text.startsWith("/*", position)) {
        int close = text.indexOf("*/", position + 2);
        if (close < 0 || close + 2 > end) {
          throw new SyntaxFault("the comment has no closing */", offset());
        }
        position = close + 2;
      } else {
        return;
      }
    }
  }

  private Token number() {
    int from = position;
    skipDigits();
    boolean whole = true;
    if (position + 1 < end && text.charAt(position) == '.' && isDigit(position + 1)) {
      position++;
      skipDigits();
      whole = false;
    }
    if (position < end && (text.charAt(position) == 'e' || text.charAt(position) == 'E')) {
      int digits = position + 1;
      if (digits < end && (text.charAt(digits) == '+' || text.charAt(digits) == '-')) {
        digits++;
      }
      if (isDigit(digits)) {
        position = digits;
        skipDigits();
        whole = false;
      }
    }
    var written = text.substring(from, position);
    var value = whole ? NumberLiteral.whole(written) : NumberLiteral.decimal(written);
    return new Token.Literal(
        from - start,
        value.orElseThrow(
            () -> new SyntaxFault("the number is out of range: " + written, from - start)));
  }

  private void skipDigits() {
    while (isDigit(position)) {
      position++;
    }
  }

  private boolean isDigit(int place) {
    return place < end && text.charAt(place) >= '0' && text.charAt(place) <= '9';
  }

  private Token string(char quote) {
    int from = position++;
    var value = new StringBuilder();
    while (position < end) {
      char c = text.charAt(position++);
      if (c == quote) {
        return new Token.Literal(from - start, TextNode.valueOf(value.toString()));
      }
      value.append(c == '\\' ? escaped() : c);
    }
    throw new SyntaxFault("the text has no closing " + quote, from - start);
  }

  private char escaped() {
    int from = offset() - 1;
    if (position == end) {
      throw new SyntaxFault("the text ends within an escape", from);
    }
    char c = text.charAt(position++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode(from);
      default -> throw new SyntaxFault("there is no escape \\" + c, from);
    };
  }

  private char unicode(int from) {
    if (position + 4 <= end) {
      int code = 0;
      for (int i = 0; i < 4 && code >= 0; i++) {
        int digit = Character.digit(text.charAt(position + i), 16);
        code = digit < 0 ? -1 : code * 16 + digit;
      }
      if (code >= 0) {
        position += 4;
        return (char) code;
      }
    }
    throw new SyntaxFault("\\u needs four hexadecimal digits behind it", from);
  }

  private Token quotedName() {
    int from = position;
    int close = text.indexOf('`', position + 1);
    if (close < 0 || close >= end) {
      throw new SyntaxFault("the quoted name has no closing `", offset());
    }
    position = close + 1;
    return new Token.Name(from - start, text.substring(from + 1, close));
  }

  private Token name() {
    int from = position;
    while (position < end
        && SPACES.indexOf(text.charAt(position)) < 0
        && SINGLES.indexOf(text.charAt(position)) < 0) {
      position++;
    }
    var name = text.substring(from, position);
    int offset = from - start;
    return switch (name) {
      case "and", "or", "in" -> new Token.Symbol(offset, name);
      case "true" -> new Token.Literal(offset, BooleanNode.TRUE);
      case "false" -> new Token.Literal(offset, BooleanNode.FALSE);
      case "null" -> new Token.Literal(offset, NullNode.getInstance());
      default ->
          name.startsWith("$")
              ? new Token.Variable(offset, name.substring(1))
              : new Token.Name(offset, name);
    };
  }

  /// A slash within brackets need not be escaped.
  private Token regex() {
    int from = position++;
    int depth = 0;
    boolean inClass = false;
    while (position < end) {
      char c = text.charAt(position);
      if (c == '\\') {
        position++;
      } else if (inClass) {
        inClass = c != ']';
      } else if (c == '/' && depth <= 0) {
        return regex(from);
      } else if (c == '[') {
        inClass = true;
      } else if (c == '(' || c == '{') {
        depth++;
      } else if (c == ')' || c == '}') {
        depth--;
      }
      position++;
    }
    throw new SyntaxFault("the regular expression has no closing /", from - start);
  }

  /// Compiles what stands between the slash at a place and the one at the current position.
  private Token regex(int from) {
    var written = text.substring(from + 1, position++);
    if (written.isEmpty()) {
      throw new SyntaxFault("the regular expression is empty", from - start);
    }
    int flags = 0;
    while (position < end && "im".indexOf(text.charAt(position)) >= 0) {
      flags |= text.charAt(position++) == 'i' ? Pattern.CASE_INSENSITIVE : Pattern.MULTILINE;
    }
    try {
      return new Token.Regex(from - start, Pattern.compile(written, flags));
    } catch (PatternSyntaxException e) {
      throw new SyntaxFault(
          "the regular expression is wrong: " + e.getDescription(),
          from + 1 - start + Math.max(e.getIndex(), 0));
    }
  }
}
