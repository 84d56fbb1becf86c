package dev.millrace.definition.expression.syntax;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/// A word of an expression's text.
sealed interface Token {
  /// Where it begins, in UTF-16 units from the expression's start.
  int offset();

  /// How it is written, for messages.
  String written();

  /// A field's name, quoted or not.
  record Name(int offset, String name) implements Token {
    @Override
    public String written() {
      return name;
    }
  }

  /// `$name` without its `$`; empty for the context, `$` for the root.
  record Variable(int offset, String name) implements Token {
    @Override
    public String written() {
      return "$" + name;
    }
  }

  /// A text, number, boolean or null.
  record Literal(int offset, JsonNode value) implements Token {
    @Override
    public String written() {
      return value.toString();
    }
  }

  /// A regular expression between slashes.
  record Regex(int offset, Pattern pattern) implements Token {
    @Override
    public String written() {
      return "/" + pattern.pattern() + "/";
    }
  }

  /// An operator or a bracket.
  record Symbol(int offset, String written) implements Token {}

  /// The end of the text.
  record End(int offset) implements Token {
    @Override
    public String written() {
      return "the end";
    }
  }

  /// Whether it is that operator or bracket.
  default boolean is(String symbol) {
    return this instanceof Symbol(var _, var written) && written.equals(symbol);
  }
}
