package dev.millrace.definition;

import dev.millrace.core.DagName;
import dev.millrace.core.TaskName;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.core.plan.Retries;
import dev.millrace.definition.document.Node;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads one task. What it says of other tasks is checked later, when all are known.
final class TaskSection {
  /// The keys of a task, its action aside.
  static final List<String> KEYS =
      List.of(
          "description",
          "needs",
          "trigger",
          "when",
          "map",
          "output",
          "retry",
          "timeout",
          "heartbeat",
          "allowFailure",
          "idempotent",
          "cleanup");

  /// How long an attempt may take when neither the task nor `defaults` says.
  static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(30);

  private final Section task;
  private final String name;
  private final Surroundings around;
  private final Templates templates;

  private TaskSection(Section task, String name, Surroundings around) {
    this.task = task;
    this.name = name;
    this.around = around;
    this.templates = new Templates(task.findings(), around.everywhere());
  }

  /// What tasks are read in: a document, or a group within one of its tasks.
  ///
  /// @param actions what users declared
  /// @param everywhere names that all expressions there can read
  /// @param enclosing names of these tasks and of those around, which a group within must not use
  ///     again
  /// @param depth 0 in the document, one more in each group
  record Surroundings(
      DagName dag,
      Plan.RunRules rules,
      Map<String, ActionKind> kinds,
      ActionsSection.Actions actions,
      Defaults defaults,
      List<String> everywhere,
      Set<String> enclosing,
      int depth) {}

  /// What `defaults` gives to tasks that do not say otherwise.
  record Defaults(Optional<Duration> timeout, Optional<Retries> retries) {
    /// What holds without `defaults`.
    static final Defaults NONE = new Defaults(Optional.empty(), Optional.empty());
  }

  /// Reads `defaults`. What parks does not take its timeout from there, so it must fit the rest.
  static Defaults defaults(Section section) {
    var timeout = section.duration("timeout", Durations.Zero.REFUSED);
    var longest = Lane.LONG.longest();
    if (timeout.filter(bound -> bound.compareTo(longest) > 0).isPresent()) {
      section
          .findings()
          .at(
              section.mapping().get("timeout").orElseThrow(),
              "%s is %s, but it is for actions that keep a worker busy, which may take at most %s."
                  .formatted(
                      section.called("timeout"),
                      Durations.inWords(timeout.get()),
                      Durations.inWords(longest)),
              "Write a shorter timeout here, and a longer one at tasks that wait.");
      timeout = Optional.empty();
    }
    return new Defaults(timeout, RetrySection.read(section));
  }

  /// A task as far as it could be read by itself.
  ///
  /// @param uses its templates, to be checked against the other tasks
  /// @param parts all that a sound task is made of; empty when something is wrong
  record Draft(
      String name, NeedsSection.Needs needs, List<TemplateUse> uses, Optional<Parts> parts) {}

  /// A sound task, its needs aside.
  record Parts(PlannedTask planned, TaskDefinition definition) {}

  static Draft read(Node.Entry entry, Surroundings around, Findings findings) {
    var name = entry.key().text();
    var called = "task \"" + name + "\"";
    if (!TaskName.isValid(name)) {
      findings.at(
          entry.key(),
          "\"" + name + "\" cannot be the name of a task.",
          "Use letters, digits and _, beginning with a letter, at most 80: such as "
              + suggestion(name)
              + ".");
    }
    if (!(entry.value() instanceof Node.Mapping mapping)) {
      findings.at(
          entry.value(),
          called + " must be a mapping of keys to values, found " + entry.value().inWords() + ".",
          "Write its action below its name: pass: 1, or http: {get: \"https://...\"}.");
      return new Draft(name, NeedsSection.Needs.UNREADABLE, List.of(), Optional.empty());
    }
    var section = new Section(mapping, called, findings);
    return new TaskSection(section, name, around).read(entry.key());
  }

  private Draft read(Node.Key key) {
    var description = task.text("description");
    var needs = NeedsSection.read(task, name);
    var when = task.value("when").flatMap(this::when);
    var map = MapSection.read(task, templates);
    var item = map.map(MapSection.MapRead::item);
    var action = new ActionSection(task, key, around, templates, KEYS).read(names(item));
    var output = task.value("output").flatMap(node -> output(node, item));
    var retries = RetrySection.read(task);
    var timeout = task.duration("timeout", Durations.Zero.REFUSED);
    var heartbeat = task.duration("heartbeat", Durations.Zero.REFUSED);
    var allowFailure = task.flag("allowFailure").orElse(false);
    var idempotent = task.flag("idempotent");
    var cleanup = task.flag("cleanup").orElse(false);
    var traits = action.flatMap(ActionSection.Action::traits);
    traits.ifPresent(known -> checkTimes(known, action.get().kind(), timeout));

    var arguments = action.flatMap(ActionSection.Action::arguments);
    if (traits.isEmpty() || arguments.isEmpty() || !TaskName.isValid(name)) {
      return new Draft(name, needs, templates.uses(), Optional.empty());
    }
    var isIdempotent = idempotent.orElse(traits.get().idempotent());
    var bound = bound(traits.get(), timeout);
    var planned =
        new PlannedTask(
            new TaskName(name),
            List.of(),
            needs.rule(),
            when.isPresent(),
            map.map(MapSection.MapRead::policy),
            retries.or(around.defaults()::retries).orElseGet(() -> Retries.defaults(isIdempotent)),
            bound,
            isIdempotent,
            allowFailure,
            cleanup,
            lane(traits.get(), bound));
    var definition =
        new TaskDefinition(
            planned.name(),
            description,
            action.get().kind(),
            traits.get(),
            arguments.get(),
            when,
            map.flatMap(MapSection.MapRead::definition),
            output,
            heartbeat,
            action.get().group(),
            action.get().call());
    return new Draft(name, needs, templates.uses(), Optional.of(new Parts(planned, definition)));
  }

  /// What parks holds no worker meanwhile, however long it waits.
  private static Lane lane(ActionKind.Traits traits, Optional<Duration> bound) {
    return traits.parks() ? Lane.SHORT : Lane.forActionsOf(bound.orElse(Lane.LONG.longest()));
  }

  private Optional<Duration> bound(ActionKind.Traits traits, Optional<Duration> timeout) {
    return traits.parks()
        ? timeout
        : Optional.of(timeout.or(around.defaults()::timeout).orElse(TIMEOUT_DEFAULT));
  }

  private void checkTimes(ActionKind.Traits traits, ActionKind kind, Optional<Duration> timeout) {
    if (traits.parks()) {
      return;
    }
    var longest = Lane.LONG.longest();
    if (timeout.filter(bound -> bound.compareTo(longest) > 0).isPresent()) {
      task.findings()
          .at(
              task.mapping().get("timeout").orElseThrow(),
              "%s is %s, but %s keeps its worker busy and may take at most %s."
                  .formatted(
                      task.called("timeout"),
                      Durations.inWords(timeout.get()),
                      kind.name(),
                      Durations.inWords(longest)),
              "Write a shorter timeout, or use an action that waits without a worker.");
    }
    task.mapping()
        .entry("heartbeat")
        .ifPresent(
            entry ->
                task.findings()
                    .at(
                        entry.key(),
                        "%s has a heartbeat, but %s never waits for signs of life."
                            .formatted(task.name(), kind.name()),
                        "Take heartbeat out; timeout bounds the attempt."));
  }

  private Optional<Template> when(Node node) {
    var compiled = templates.compile(task.called("when"), node, around.everywhere());
    if (compiled.isEmpty() || node.toJson().isBoolean()) {
      return compiled;
    }
    if (!Templates.isOneExpression(compiled.get())) {
      var text = node instanceof Node.Scalar scalar ? scalar.text().orElse("") : "";
      task.wrong(
          "when",
          node,
          "one expression that gives true or false",
          text.isEmpty() || text.contains("${")
              ? "Write when: \"${ ... }\" with nothing around the expression."
              : "Write when: \"${ " + text.strip() + " }\".");
      return Optional.empty();
    }
    return compiled;
  }

  private Optional<Template> output(Node node, Optional<String> item) {
    var names = new ArrayList<>(names(item));
    names.add(Root.RESULT.text());
    return templates.compile(task.called("output"), node, names);
  }

  /// What expressions of the action and of the output may read: each element has its turn there.
  private List<String> names(Optional<String> item) {
    var names = new ArrayList<>(around.everywhere());
    if (item.isPresent()) {
      names.add(item.get());
      names.add(Root.INDEX.text());
    }
    return names;
  }

  private static String suggestion(String name) {
    var letters = name.replaceAll("[^A-Za-z0-9_]", "_").replaceFirst("^[^A-Za-z]+", "");
    var candidate = letters.length() > 80 ? letters.substring(0, 80) : letters;
    return TaskName.isValid(candidate) ? candidate : "my_task";
  }
}
