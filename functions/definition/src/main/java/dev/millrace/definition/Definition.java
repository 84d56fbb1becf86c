package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.TaskName;
import dev.millrace.core.cron.Ticks;
import dev.millrace.core.plan.MapPolicy;
import dev.millrace.core.plan.Plan;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.definition.event.EventStart;
import dev.millrace.definition.expression.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/// One DAG version as its document says it, proven: the plan for the engine's rules, and beside it
/// the values, templates and arguments that core does not know. Immutable, safe for any number of
/// threads.
public final class Definition {
  private final Plan plan;
  private final List<TaskDefinition> tasks;
  private final InputCheck inputCheck;
  private final Optional<Template> output;
  private final About about;
  private final JsonNode document;
  private final Map<String, Ticks> ticks = new ConcurrentHashMap<>();

  /// What a document says of its DAG that bears on no run that has started.
  record About(
      Optional<String> description,
      List<String> tags,
      List<ScheduleDefinition> schedules,
      List<EventStart> events,
      OptionalInt concurrentRuns) {
    About {
      tags = List.copyOf(tags);
      schedules = List.copyOf(schedules);
      events = List.copyOf(events);
    }
  }

  Definition(
      Plan plan,
      List<TaskDefinition> tasks,
      InputCheck inputCheck,
      Optional<Template> output,
      About about,
      JsonNode document) {
    this.plan = plan;
    this.tasks = List.copyOf(tasks);
    this.inputCheck = inputCheck;
    this.output = output;
    this.about = about;
    this.document = document;
  }

  /// Tasks, edges and rules. Its digest is the SHA-256 of [#canonicalText], in hexadecimal.
  public Plan plan() {
    return plan;
  }

  /// What the task at an index of the plan does.
  public TaskDefinition task(int index) {
    return tasks.get(index);
  }

  /// The definition of a run that executes a chunk of a mapped task's items: this task alone, which
  /// waits for nothing. It has the digest of this plan, of which it is a part.
  ///
  /// @param tolerate failed instances that let the chunk succeed
  /// @throws IllegalArgumentException when there is no such mapped task
  public Definition chunkOf(TaskName name, int tolerate) {
    var index = plan.indexOf(name).orElseThrow(() -> new IllegalArgumentException("no " + name));
    var planned = plan.task(index);
    var whole = planned.map().orElseThrow(() -> new IllegalArgumentException(name + " has no map"));
    var alone =
        new PlannedTask(
            name,
            List.of(),
            PlannedTask.plain(name).rule(),
            false,
            Optional.of(new MapPolicy(whole.concurrency(), new MapPolicy.Count(tolerate))),
            planned.retries(),
            planned.timeout(),
            planned.idempotent(),
            false,
            false,
            planned.lane());
    var rules = new Plan.RunRules(plan.rules().timeout(), false, OptionalInt.empty());
    return new Definition(
        Plan.of(plan.dag(), plan.digest(), List.of(alone), rules),
        List.of(tasks.get(index).unconditional()),
        new InputCheck(Optional.empty()),
        Optional.empty(),
        new About(Optional.empty(), List.of(), List.of(), List.of(), OptionalInt.empty()),
        document);
  }

  /// What the task of a name does, if there is one.
  public Optional<TaskDefinition> task(TaskName name) {
    return plan.indexOf(name).map(tasks::get);
  }

  /// The tasks in the order of the document.
  public List<TaskDefinition> tasks() {
    return tasks;
  }

  /// Checks a run's input against `params` and fills in their defaults.
  public InputCheck inputCheck() {
    return inputCheck;
  }

  /// The run's output; empty: an object of each leaf task's output by name.
  public Optional<Template> output() {
    return output;
  }

  /// What the DAG is for.
  public Optional<String> description() {
    return about.description();
  }

  /// The DAG's tags in the order of the document.
  public List<String> tags() {
    return about.tags();
  }

  /// The DAG's schedules in the order of the document; none for a DAG that starts by hand.
  public List<ScheduleDefinition> schedules() {
    return about.schedules();
  }

  /// The events that start the DAG, in the order of the document.
  public List<EventStart> events() {
    return about.events();
  }

  /// The ticks of one of its schedules. Cheap: they are made once.
  public Ticks ticksOf(ScheduleDefinition schedule) {
    return ticks.computeIfAbsent(schedule.nameText(), _ -> schedule.schedule().ticks());
  }

  /// Runs of the DAG that may be open at a time; empty: no bound.
  public OptionalInt concurrentRuns() {
    return about.concurrentRuns();
  }

  /// The document as JSON, keys in the order in which they were written. Must not be changed.
  public JsonNode document() {
    return document;
  }

  /// The document as JSON text without white space: the same for all ways of writing the same
  /// values in the same order. Reading it gives this definition again.
  public String canonicalText() {
    return document.toString();
  }

  /// The text to store for this definition: as it was written, where that says all; else with the
  /// actions that it takes from the host's library, so that it goes on to mean the same.
  ///
  /// @param text what this definition was read from
  public String stored(String text) {
    return Completed.text(text, document);
  }

  /// A document in which a task gives a fixed output instead of acting: its action becomes `pass`,
  /// and what belongs to the action goes (`map`, `output`, `retry`, `timeout`, `heartbeat`,
  /// `idempotent`). Needs, trigger rule and condition stay.
  ///
  /// @param output the output; for a mapped task the whole array
  /// @return the document to read with [DagReader#read(String, JsonNode)]
  /// @throws IllegalArgumentException when the DAG has no such task
  public JsonNode withOutput(TaskName task, JsonNode output) {
    var replaced =
        task(task)
            .orElseThrow(() -> new IllegalArgumentException("DAG has no task " + task))
            .action();
    return FixedOutput.of(document, task.text(), replaced, output);
  }
}
