package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.document.Node;
import java.util.List;
import java.util.Optional;

/// Reads how a task calls an action that a user declared: its arguments are held against the
/// action's params as far as they are known, which expressions are not.
final class UserCallSection {
  private final Section task;
  private final UserAction action;
  private final Templates templates;

  UserCallSection(Section task, UserAction action, Templates templates) {
    this.task = task;
    this.action = action;
    this.templates = templates;
  }

  /// @param names what the arguments' expressions may read
  Optional<ActionSection.Action> read(Node node, List<String> names) {
    var written = node.toJson();
    var where = task.called(action.name());
    var before = task.findings().size();
    action.params().ifPresent(params -> check(params, node, written, where));
    var args = templates.compile(where, node, names);
    if (args.isEmpty() || task.findings().size() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new ActionSection.Action(
            action.body().kind(),
            action.traits(),
            action.body().arguments(),
            action.body().group(),
            Optional.of(action.call(args.get()))));
  }

  private void check(JsonNode params, Node node, JsonNode written, String where) {
    var filled = InputDefaults.fill(params, written);
    for (var flaw : ValueSchema.flaws(params, filled)) {
      var value = filled.at(flaw.pointer());
      if (!flaw.message().startsWith("must") || !holdsExpression(value)) {
        task.findings()
            .at(
                node.nearest(flaw.pointer()),
                where
                    + (flaw.pointer().isEmpty() ? "" : ": " + flaw.pointer())
                    + " "
                    + flaw.message()
                    + InputCheck.found(flaw, value),
                flaw.mend());
      }
    }
  }

  /// Whether some of a value is known only once expressions have been evaluated.
  private static boolean holdsExpression(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue().contains("${");
    }
    for (var below : value) {
      if (holdsExpression(below)) {
        return true;
      }
    }
    return false;
  }
}
