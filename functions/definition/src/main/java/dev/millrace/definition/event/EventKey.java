package dev.millrace.definition.event;

import dev.millrace.definition.expression.Template;

/// What makes two deliveries the same event.
public sealed interface EventKey {
  /// What an expression gives: a text, a number, or true or false; nothing and null are no key.
  record Computed(Template template) implements EventKey {}

  /// A header of a webhook, by its name in letters of any size; without the header there is no key.
  record Header(String name) implements EventKey {}
}
