package dev.millrace.definition;

import dev.millrace.core.plan.NeedEnd;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.StartRule;
import dev.millrace.core.plan.TriggerRule;
import dev.millrace.definition.document.Node;
import dev.millrace.definition.expression.Nearest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads `needs` and `trigger` of a task. Whether the needs are tasks is seen later, when all tasks
/// are known.
final class NeedsSection {
  static final List<String> KEYS = List.of("task", "on");

  static final List<String> TRIGGERS =
      Stream.of(TriggerRule.values()).map(TriggerRule::word).toList();

  /// The words of `on`, with the ends that each accepts.
  static final Map<String, Set<NeedEnd>> ENDS =
      Map.of(
          "succeeded", EnumSet.of(NeedEnd.SUCCEEDED),
          "failed", EnumSet.of(NeedEnd.FAILED),
          "skipped", EnumSet.of(NeedEnd.SKIPPED),
          "any", EnumSet.allOf(NeedEnd.class));

  private static final String END_WORDS = "succeeded, failed, skipped or any";

  private final Section task;
  private final String taskName;
  private final List<Need> needs = new ArrayList<>();
  private boolean hasOn;
  private boolean broken;

  private NeedsSection(Section task, String taskName) {
    this.task = task;
    this.taskName = taskName;
  }

  /// One need as written: the text of its name, and the ends that it accepts.
  record Need(String name, Node.Scalar node, Set<NeedEnd> accepted) {}

  /// The needs of a task.
  ///
  /// @param broken whether some need could not be read, so that more may be missing
  record Needs(List<Need> needs, StartRule rule, boolean broken) {
    /// Those of a task that could not be read at all.
    static final Needs UNREADABLE =
        new Needs(List.of(), new StartRule.Trigger(TriggerRule.ALL_SUCCESS), true);

    /// Those of what needs nothing.
    static final Needs NONE =
        new Needs(List.of(), new StartRule.Trigger(TriggerRule.ALL_SUCCESS), false);

    Needs {
      needs = List.copyOf(needs);
    }
  }

  static Needs read(Section task, String taskName) {
    var section = new NeedsSection(task, taskName);
    task.value("needs").ifPresent(section::readNeeds);
    return new Needs(section.needs, section.rule(), section.broken);
  }

  private void readNeeds(Node node) {
    if (!(node instanceof Node.Sequence sequence)) {
      broken = true;
      var mend =
          node instanceof Node.Scalar scalar && scalar.text().isPresent()
              ? "Write needs: [" + scalar.text().get() + "]."
              : "Write the names of tasks in brackets: needs: [a, b].";
      task.wrong("needs", node, "a list of tasks", mend);
      return;
    }
    if (sequence.items().size() > Plan.NEEDS_MAX) {
      broken = true;
      task.findings()
          .at(
              sequence,
              "%s has %,d needs; at most %,d are allowed."
                  .formatted(task.name(), sequence.items().size(), Plan.NEEDS_MAX),
              "Put tasks between that gather some of them.");
      return;
    }
    var seen = new HashMap<String, Node>();
    for (var item : sequence.items()) {
      var need = readNeed(item);
      if (need.isPresent() && isNew(need.get(), seen)) {
        needs.add(need.get());
      }
      broken |= need.isEmpty();
    }
  }

  private boolean isNew(Need need, Map<String, Node> seen) {
    if (need.name().equals(taskName)) {
      task.findings()
          .at(
              need.node(),
              task.name() + " needs itself.",
              "Take " + taskName + " out of its needs.");
      return false;
    }
    var first = seen.putIfAbsent(need.name(), need.node());
    if (first != null) {
      task.findings()
          .at(
              need.node(),
              "%s needs \"%s\" twice, first in line %d."
                  .formatted(task.name(), need.name(), first.place().line()),
              "Take one of them out.");
    }
    return first == null;
  }

  private Optional<Need> readNeed(Node item) {
    return switch (item) {
      case Node.Scalar scalar when scalar.text().isPresent() ->
          Optional.of(new Need(scalar.text().get(), scalar, EnumSet.of(NeedEnd.SUCCEEDED)));
      case Node.Mapping mapping -> readNeed(mapping);
      case Node.Scalar other -> noNeed(other);
      case Node.Sequence other -> noNeed(other);
    };
  }

  private Optional<Need> noNeed(Node item) {
    task.findings()
        .at(
            item,
            "a need of "
                + task.name()
                + " must be the name of a task, found "
                + item.inWords()
                + ".",
            "Write a name, or {task: NAME, on: failed}.");
    return Optional.empty();
  }

  private Optional<Need> readNeed(Node.Mapping mapping) {
    var section = task.below("needs", mapping);
    section.refuseUnknownKeys(KEYS);
    var accepted = section.value("on").map(on -> ends(section, on));
    hasOn |= accepted.isPresent();
    var name = section.value("task");
    if (name.isEmpty()) {
      task.findings()
          .at(
              mapping,
              "a need of " + task.name() + " does not name its task.",
              "Write {task: NAME, on: failed}.");
      return Optional.empty();
    }
    return section
        .textOf("task", name.get(), "Write the name of a task.")
        .map(
            text ->
                new Need(
                    text,
                    (Node.Scalar) name.get(),
                    accepted.orElseGet(() -> EnumSet.of(NeedEnd.SUCCEEDED))));
  }

  private Set<NeedEnd> ends(Section need, Node on) {
    var words =
        on instanceof Node.Scalar scalar
            ? List.<Node>of(scalar)
            : on instanceof Node.Sequence list ? list.items() : List.<Node>of();
    var ends = EnumSet.noneOf(NeedEnd.class);
    for (var word : words) {
      var text = word instanceof Node.Scalar scalar ? scalar.text().orElse("") : "";
      if (ENDS.containsKey(text)) {
        ends.addAll(ENDS.getOrDefault(text, Set.of()));
      } else {
        var near = Nearest.of(text, ENDS.keySet());
        need.wrong(
            "on",
            word,
            END_WORDS,
            near.map(known -> "Did you mean " + known + "?")
                .orElse("Write one of these words, or several: on: [succeeded, skipped]."));
        ends.add(NeedEnd.SUCCEEDED);
      }
    }
    if (words.isEmpty()) {
      need.wrong("on", on, END_WORDS, "Write one of these words, or several in a list.");
      ends.add(NeedEnd.SUCCEEDED);
    }
    return ends;
  }

  private StartRule rule() {
    var trigger = task.mapping().entry("trigger");
    var rule = trigger.flatMap(entry -> rule(entry.value())).orElse(TriggerRule.ALL_SUCCESS);
    var empty = needs.isEmpty() && !broken && !task.mapping().keys().contains("needs");
    if (trigger.isPresent() && (empty || hasNoNeeds())) {
      task.findings()
          .at(
              trigger.get().key(),
              task.name() + " has a trigger but no needs.",
              "Take the trigger out, or name the tasks that it waits for in needs.");
    } else if (trigger.isPresent() && hasOn) {
      task.findings()
          .at(
              trigger.get().key(),
              task.name() + " has a trigger, and needs with on.",
              "Keep one of them: a trigger judges all needs together, on judges each need.");
    }
    return hasOn
        ? StartRule.PerNeed.of(needs.stream().map(Need::accepted).toList())
        : new StartRule.Trigger(rule);
  }

  private boolean hasNoNeeds() {
    return task.value("needs")
        .filter(node -> node instanceof Node.Sequence list && list.items().isEmpty())
        .isPresent();
  }

  private Optional<TriggerRule> rule(Node node) {
    var text = node instanceof Node.Scalar scalar ? scalar.text().orElse("") : "";
    for (var rule : TriggerRule.values()) {
      if (rule.word().equals(text)) {
        return Optional.of(rule);
      }
    }
    task.findings()
        .at(
            node,
            "%s has an unknown trigger, %s.".formatted(task.name(), node.inWords()),
            Nearest.of(text, TRIGGERS)
                .map(near -> "Did you mean " + near + "?")
                .orElseGet(() -> "Known triggers: " + String.join(", ", TRIGGERS) + "."));
    return Optional.empty();
  }
}
