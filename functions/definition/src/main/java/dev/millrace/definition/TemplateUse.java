package dev.millrace.definition;

import dev.millrace.definition.document.Node;
import dev.millrace.definition.document.Place;
import dev.millrace.definition.expression.Template;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A template of the document and what its expressions may read, kept until all tasks are known.
///
/// @param where what messages call it: `when of task "report"`
/// @param node what the template was made from, or encloses what it was made from
/// @param base JSON pointer from `node` to the template's root
/// @param roots names that may be read, `tasks` aside
/// @param inner tasks of the inline groups around the template, whose readings are checked there
record TemplateUse(
    String where,
    Node node,
    String base,
    Template template,
    List<String> roots,
    Set<String> inner) {
  /// The same as the task around its group sees it.
  TemplateUse within(Set<String> group) {
    var all = new HashSet<>(inner);
    all.addAll(group);
    return new TemplateUse(where, node, base, template, roots, all);
  }

  /// Whether the template stands in a group within the task, which has checked its names.
  boolean isOfGroup() {
    return !inner.isEmpty();
  }

  /// Where in the document an expression reads something.
  ///
  /// @param offset from the beginning of the expression's own text
  Place placeOf(Template.Placed placed, int offset) {
    return placeOf(node, base + placed.pointer(), placed.offset() + offset);
  }

  /// Where in the document a character of a text stands.
  static Place placeOf(Node node, String pointer, int offset) {
    return node.nearest(pointer) instanceof Node.Scalar scalar
        ? scalar.placeOf(offset)
        : node.nearest(pointer).place();
  }
}
