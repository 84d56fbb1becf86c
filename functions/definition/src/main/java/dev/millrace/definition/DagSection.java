package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.DagName;
import dev.millrace.core.plan.Plan;
import dev.millrace.definition.document.Node;
import dev.millrace.definition.expression.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads a whole document: the keys at its top, then all tasks, then what tasks say of each other.
final class DagSection {
  /// Most tags of a DAG.
  static final int TAGS_MAX = 50;

  /// Longest tag, in characters.
  static final int TAG_LENGTH_MAX = 100;

  /// Most open runs that `concurrency.runs` may allow: those that are open stand in one entry.
  static final int CONCURRENT_RUNS_MAX = 1_000;

  /// Most tasks at work at a time that `concurrency.tasks` may allow; more has no effect.
  static final int CONCURRENT_TASKS_MAX = 10_000;

  static final List<String> KEYS =
      List.of(
          "dag",
          "description",
          "tags",
          "schedule",
          "params",
          "defaults",
          "tasks",
          "actions",
          "output",
          "timeout",
          "failFast",
          "concurrency",
          "events");

  static final List<String> DEFAULTS_KEYS = List.of("timeout", "retry");

  static final List<String> CONCURRENCY_KEYS = List.of("runs", "tasks");

  private static final String CONCURRENCY_MEND = "Write concurrency: {tasks: 10}.";

  /// Stands for a name that cannot be read; such a document is refused.
  private static final DagName UNNAMED = new DagName("unnamed");

  private final Section dag;
  private final Map<String, ActionKind> kinds;
  private final ActionLibrary library;
  private final Findings findings;

  private DagSection(Section dag, Map<String, ActionKind> kinds, ActionLibrary library) {
    this.dag = dag;
    this.kinds = kinds;
    this.library = library;
    this.findings = dag.findings();
  }

  /// Reads a document; empty when there are findings.
  static Optional<Definition> read(
      Node root, Map<String, ActionKind> kinds, ActionLibrary library, Findings findings) {
    if (!(root instanceof Node.Mapping mapping)) {
      findings.at(
          root,
          "a DAG document must be a mapping of keys to values, found " + root.inWords() + ".",
          "Begin with \"dag: NAME\" and \"tasks:\" with a task below it.");
      return Optional.empty();
    }
    return new DagSection(new Section(mapping, "the DAG", findings), kinds, library).read();
  }

  private Optional<Definition> read() {
    dag.refuseUnknownKeys(KEYS);
    var name = name();
    var description = dag.text("description");
    var tags = tags();
    var inputCheck = new InputCheck(ParamsSection.read(dag, "params"));
    var schedules = ScheduleSection.read(dag, inputCheck);
    var events = EventsSection.read(dag, name);
    var concurrency = concurrency();
    var rules =
        new Plan.RunRules(
            dag.duration("timeout", Durations.Zero.REFUSED).orElse(Plan.TIMEOUT_DEFAULT),
            dag.flag("failFast").orElse(false),
            concurrency.tasks());
    var around =
        new TaskSection.Surroundings(
            name.orElse(UNNAMED),
            rules,
            kinds,
            ActionsSection.Actions.NONE,
            defaults(),
            Templates.EVERYWHERE,
            Set.of(),
            0);
    var actions = ActionsSection.read(dag, kinds, around, library);
    var tasks = tasks(around, actions);
    var templates = new Templates(findings, Templates.EVERYWHERE);
    var output =
        dag.value("output")
            .flatMap(node -> templates.compile("output of the DAG", node, Templates.EVERYWHERE));
    TaskGraphCheck.check(tasks, templates.uses().stream().findFirst(), Set.of(), findings);
    if (!findings.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    var about = new Definition.About(description, tags, schedules, events, concurrency.runs());
    var document = actions.completed(dag.mapping().toJson());
    return Optional.of(definition(document, name.get(), tasks, rules, inputCheck, output, about));
  }

  private static Definition definition(
      JsonNode document,
      DagName name,
      List<TaskSection.Draft> tasks,
      Plan.RunRules rules,
      InputCheck inputCheck,
      Optional<Template> output,
      Definition.About about) {
    var plan = Plan.of(name, Digest.of(document), TasksSection.planned(tasks), rules);
    return new Definition(
        plan, TasksSection.definitions(tasks), inputCheck, output, about, document);
  }

  private Optional<DagName> name() {
    var node = dag.value("dag");
    if (node.isEmpty()) {
      findings.at(
          dag.mapping(), "the document does not name its DAG.", "Begin it with \"dag: NAME\".");
      return Optional.empty();
    }
    var text = node.get() instanceof Node.Scalar scalar ? scalar.text() : Optional.<String>empty();
    if (text.isEmpty()) {
      findings.at(
          node.get(),
          "the name of the DAG must be a text, found " + node.get().inWords() + ".",
          "Write a name that begins with a letter, such as dag: daily_orders.");
    } else if (text.filter(name -> !DagName.isValid(name)).isPresent()) {
      findings.at(
          node.get(),
          node.get().inWords() + " cannot be the name of a DAG.",
          "Use letters, digits, _ and -, beginning with a letter, at most 80.");
    }
    return text.filter(DagName::isValid).map(DagName::new);
  }

  private List<String> tags() {
    var tags = new ArrayList<String>();
    var seen = new HashSet<String>();
    for (var node : dag.texts("tags", "Write tags: [orders, daily].")) {
      var tag = node.text().orElse("");
      if (tag.isBlank() || tag.length() > TAG_LENGTH_MAX) {
        findings.at(
            node,
            "a tag must have 1 to " + TAG_LENGTH_MAX + " characters, found " + node.inWords() + ".",
            "Write a short word.");
      } else if (!seen.add(tag)) {
        findings.at(node, "the tag \"" + tag + "\" stands twice.", "Take one of them out.");
      }
      tags.add(tag);
    }
    if (tags.size() > TAGS_MAX) {
      findings.at(
          dag.mapping().get("tags").orElseThrow(),
          "the DAG has %d tags; at most %d are allowed.".formatted(tags.size(), TAGS_MAX),
          "Take some of them out.");
    }
    return tags;
  }

  private record Concurrency(OptionalInt runs, OptionalInt tasks) {}

  private Concurrency concurrency() {
    var section = dag.section("concurrency", CONCURRENCY_MEND);
    if (section.isEmpty()) {
      return new Concurrency(OptionalInt.empty(), OptionalInt.empty());
    }
    section.get().refuseUnknownKeys(CONCURRENCY_KEYS);
    return new Concurrency(
        section.get().integer("runs", 1, CONCURRENT_RUNS_MAX),
        section.get().integer("tasks", 1, CONCURRENT_TASKS_MAX));
  }

  private TaskSection.Defaults defaults() {
    var section = dag.section("defaults", "Write defaults: {timeout: 30s, retry: {limit: 3}}.");
    if (section.isEmpty()) {
      return TaskSection.Defaults.NONE;
    }
    section.get().refuseUnknownKeys(DEFAULTS_KEYS);
    return TaskSection.defaults(section.get());
  }

  private List<TaskSection.Draft> tasks(
      TaskSection.Surroundings around, ActionsSection.Actions actions) {
    if (dag.value("tasks").isEmpty()) {
      findings.at(dag.mapping(), "the DAG has no tasks.", TasksSection.MEND);
      return List.of();
    }
    return dag.section("tasks", TasksSection.MEND)
        .map(
            section ->
                TasksSection.read(
                    section,
                    "the DAG",
                    new TaskSection.Surroundings(
                        around.dag(),
                        around.rules(),
                        kinds,
                        actions,
                        around.defaults(),
                        Templates.EVERYWHERE,
                        namesIn(section),
                        0)))
        .orElse(List.of());
  }

  private static Set<String> namesIn(Section tasks) {
    return tasks.mapping().entries().stream()
        .map(entry -> entry.key().text())
        .collect(Collectors.toSet());
  }
}
