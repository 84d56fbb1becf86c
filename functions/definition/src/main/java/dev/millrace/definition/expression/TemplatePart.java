package dev.millrace.definition.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// A compiled part of a template.
sealed interface TemplatePart {
  /// A value without expressions, given out as it is.
  record Constant(JsonNode value) implements TemplatePart {}

  /// A text that is one expression.
  ///
  /// @param pointer its place, for causes of failures
  record Whole(String pointer, Expression expression) implements TemplatePart {}

  /// A text with expressions in it.
  record Mixed(String pointer, List<Piece> pieces) implements TemplatePart {}

  /// An object with expressions somewhere within it.
  record Fields(List<Field> fields) implements TemplatePart {}

  /// A list with expressions somewhere within it.
  record Elements(List<TemplatePart> elements) implements TemplatePart {}

  /// A field of an object.
  record Field(String name, TemplatePart value) {}

  /// A piece of a text.
  sealed interface Piece {
    /// Text to be written as it is.
    record Plain(String text) implements Piece {}

    /// An expression whose value goes here.
    record Inserted(Expression expression) implements Piece {}
  }
}
