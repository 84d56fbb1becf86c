package dev.millrace.definition;

import dev.millrace.definition.expression.Template;

/// The values of a task's `map`; its bounds stand in the plan.
///
/// @param over gives the items: one expression or a list. A value that is no list is one item,
///     nothing is none, null is `Map.NotAnArray`
/// @param item the name by which expressions read the item: `as`, or `item`
public record MapDefinition(Template over, String item) {
  /// The name of the item where `as` does not give another.
  public static final String ITEM_DEFAULT = "item";
}
