package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.plan.Plan;
import dev.millrace.definition.document.Node;
import dev.millrace.definition.expression.References;
import dev.millrace.definition.expression.Template;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads an inline group: tasks within a task. Its names are its own but for those around it, so
/// that `tasks.NAME` means the same wherever it stands.
final class GroupSection {
  /// Groups within groups at most: the nesting of child runs.
  static final int DEPTH_MAX = 10;

  private final Section task;
  private final List<String> names;
  private final TaskSection.Surroundings around;

  /// @param task the task that holds the group
  /// @param names what expressions can read in the arguments of that task
  GroupSection(Section task, List<String> names, TaskSection.Surroundings around) {
    this.task = task;
    this.names = names;
    this.around = around;
  }

  /// A sound group.
  ///
  /// @param captured the arguments of its task, which gather what the group reads from around it
  record Group(Definition definition, Arguments captured) {}

  /// @param written the group as JSON
  /// @param outer takes the templates of the group, to be checked against the tasks around it
  Optional<Group> read(String key, Node node, JsonNode written, Templates outer) {
    var findings = task.findings();
    if (!(node instanceof Node.Mapping mapping)) {
      findings.at(
          node,
          task.called(key) + " must be a mapping of names to tasks, found " + node.inWords() + ".",
          TasksSection.MEND);
      return Optional.empty();
    }
    if (around.depth() >= DEPTH_MAX) {
      findings.at(
          node,
          "%s is nested more than %d deep.".formatted(task.called(key), DEPTH_MAX),
          "Make a DAG of its own of the inner tasks and start it with dag.");
      return Optional.empty();
    }
    var before = findings.size();
    var inner = mapping.entries().stream().map(e -> e.key().text()).collect(Collectors.toSet());
    refuseNamesFromAround(mapping);
    var drafts =
        TasksSection.read(
            new Section(mapping, task.called(key), findings), task.name(), within(inner));
    TaskGraphCheck.check(drafts, Optional.empty(), around.enclosing(), findings);
    var uses = drafts.stream().flatMap(draft -> draft.uses().stream()).toList();
    outer.addAll(uses.stream().map(use -> use.within(inner)).toList());
    return findings.size() > before
        ? Optional.empty()
        : Optional.of(new Group(definition(drafts, written), captured(uses, inner, written)));
  }

  private TaskSection.Surroundings within(Set<String> inner) {
    var enclosing = new HashSet<>(around.enclosing());
    enclosing.addAll(inner);
    return new TaskSection.Surroundings(
        around.dag(),
        around.rules(),
        around.kinds(),
        around.actions(),
        around.defaults(),
        names,
        enclosing,
        around.depth() + 1);
  }

  private void refuseNamesFromAround(Node.Mapping mapping) {
    for (var entry : mapping.entries()) {
      if (around.enclosing().contains(entry.key().text())) {
        task.findings()
            .at(
                entry.key(),
                "a task around the group is named \"" + entry.key() + "\" too.",
                "Give one of them another name.");
      }
    }
  }

  private Definition definition(List<TaskSection.Draft> drafts, JsonNode written) {
    // Its time is bounded by its task's, and what stops the run around it stops it too.
    var rules =
        new Plan.RunRules(
            around.rules().timeout(), false, Plan.RunRules.DEFAULTS.concurrentTasks());
    var plan = Plan.of(around.dag(), Digest.of(written), TasksSection.planned(drafts), rules);
    return new Definition(
        plan,
        TasksSection.definitions(drafts),
        new InputCheck(Optional.empty()),
        Optional.empty(),
        new Definition.About(
            Optional.empty(), List.of(), List.of(), List.of(), OptionalInt.empty()),
        written);
  }

  private Arguments captured(List<TemplateUse> uses, Set<String> inner, JsonNode written) {
    var references = References.NONE;
    var within = new HashSet<>(inner);
    for (var use : uses) {
      references = references.and(use.template().references());
      within.addAll(use.inner());
    }
    var arguments = Captured.arguments(references, names, within);
    return switch (Template.compile(arguments)) {
      case Template.Compilation.Compiled(var template) ->
          new Arguments(written, template, Optional.empty(), Map.of());
      case Template.Compilation.Rejected(var flaws) ->
          throw new IllegalStateException("a path to a name is always an expression: " + flaws);
    };
  }
}
