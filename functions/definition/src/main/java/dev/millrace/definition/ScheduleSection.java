package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.schedule.Catchup;
import dev.millrace.core.schedule.Overlap;
import dev.millrace.core.schedule.Schedule;
import dev.millrace.core.schedule.ScheduleName;
import dev.millrace.definition.document.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `schedule`: one schedule or a list of them. Several need names, because two may be due at
/// the same instant and their runs must not be one.
final class ScheduleSection {
  /// Most schedules of a DAG.
  static final int SCHEDULES_MAX = 100;

  static final List<String> KEYS =
      List.of(
          "name",
          "cron",
          "rate",
          "at",
          "timezone",
          "start",
          "end",
          "catchup",
          "limit",
          "overlap",
          "gap",
          "repeat",
          "input",
          "jitter",
          "paused");

  static final Map<String, Overlap> OVERLAPS = overlaps();

  private static final String MEND =
      "Write schedule: {cron: \"0 6 * * MON-FRI\", timezone: Europe/Madrid}.";

  private final Section section;
  private final InputCheck inputCheck;
  private final Findings findings;

  private ScheduleSection(Section section, InputCheck inputCheck) {
    this.section = section;
    this.inputCheck = inputCheck;
    this.findings = section.findings();
  }

  /// Reads the schedules of a DAG; those that are wrong become findings and are left out.
  static List<ScheduleDefinition> read(Section dag, InputCheck inputCheck) {
    return dag.value("schedule").map(node -> read(dag, node, inputCheck)).orElse(List.of());
  }

  private static List<ScheduleDefinition> read(Section dag, Node node, InputCheck inputCheck) {
    return switch (node) {
      case Node.Mapping one -> read(dag, List.of(one), inputCheck);
      case Node.Scalar scalar -> {
        dag.wrong("schedule", scalar, "a schedule or a list of them", MEND);
        yield List.of();
      }
      case Node.Sequence several -> {
        var size = several.items().size();
        if (size == 0 || size > SCHEDULES_MAX) {
          dag.findings()
              .at(
                  several,
                  "schedule of the DAG must have 1 to %d schedules, found %d."
                      .formatted(SCHEDULES_MAX, size),
                  size == 0 ? "Take it out for a DAG without ticks." : "Join those that agree.");
          yield List.of();
        }
        var mappings = new ArrayList<Node.Mapping>();
        for (var item : several.items()) {
          if (item instanceof Node.Mapping mapping) {
            mappings.add(mapping);
          } else {
            dag.wrong("schedule", item, "a list of schedules", MEND);
          }
        }
        yield read(dag, mappings, inputCheck);
      }
    };
  }

  private static List<ScheduleDefinition> read(
      Section dag, List<Node.Mapping> mappings, InputCheck inputCheck) {
    var read = new ArrayList<ScheduleDefinition>();
    var names = new HashMap<String, Node>();
    for (var mapping : mappings) {
      var one = new ScheduleSection(dag.below("schedule", mapping), inputCheck);
      one.section.refuseUnknownKeys(KEYS);
      var name = one.name(mappings.size() > 1, names);
      one.schedule(name).ifPresent(read::add);
    }
    return List.copyOf(read);
  }

  private Optional<ScheduleName> name(boolean isNeeded, Map<String, Node> names) {
    var node = section.value("name");
    if (node.isEmpty()) {
      if (isNeeded) {
        findings.at(
            section.mapping(),
            "one of several schedules of the DAG has no name.",
            "Add name: with a word; it becomes part of its runs' ids.");
      }
      return Optional.empty();
    }
    var text = node.get() instanceof Node.Scalar scalar ? scalar.text().orElse("") : "";
    if (!ScheduleName.isValid(text)) {
      section.wrong(
          "name",
          node.get(),
          "1 to 64 letters, digits, dots, _ and -",
          "Write a word such as name: nightly.");
      return Optional.empty();
    }
    if (names.putIfAbsent(text, node.get()) != null) {
      findings.at(
          node.get(),
          "two schedules of the DAG have the name \"%s\".".formatted(text),
          "Give one of them another name; names are part of their runs' ids.");
    }
    return Optional.of(new ScheduleName(text));
  }

  private Optional<ScheduleDefinition> schedule(Optional<ScheduleName> name) {
    var before = findings.size();
    var when = WhenSection.read(section);
    var catchup = catchup();
    var overlap = choice(section, "overlap", OVERLAPS).orElse(Overlap.SKIP);
    var jitter = jitter();
    var activity =
        section.flag("paused").orElse(false) ? Schedule.Activity.PAUSED : Schedule.Activity.ACTIVE;
    var input = input();
    if (findings.size() > before || when.isEmpty() || input.isEmpty()) {
      return Optional.empty();
    }
    var schedule =
        new Schedule(
            name, when.get().expression(), when.get().timing(), catchup, overlap, jitter, activity);
    return Optional.of(new ScheduleDefinition(schedule, input.get()));
  }

  private Catchup catchup() {
    var limit = section.integer("limit", 1, Catchup.LIMIT_MAX);
    var kinds = new LinkedHashMap<String, Catchup>();
    kinds.put("none", new Catchup.None());
    kinds.put("last", new Catchup.Last());
    kinds.put("all", new Catchup.All(limit.orElse(Catchup.LIMIT_DEFAULT)));
    var chosen = choice(section, "catchup", kinds);
    var isWrong = chosen.isEmpty() && section.value("catchup").isPresent();
    var catchup = chosen.orElseGet(Catchup.None::new);
    if (limit.isPresent() && !isWrong && !(catchup instanceof Catchup.All)) {
      findings.at(
          section.value("limit").orElseThrow(),
          section.called("limit") + " bounds catchup: all, which does not stand there.",
          "Write catchup: all, or take limit out.");
    }
    return catchup;
  }

  /// The value that a word stands for.
  static <T> Optional<T> choice(Section section, String key, Map<String, T> words) {
    var node = section.value(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    var text = node.get() instanceof Node.Scalar scalar ? scalar.text().orElse("") : "";
    var chosen = Optional.ofNullable(words.get(text));
    if (chosen.isEmpty()) {
      var all = String.join(", ", words.keySet());
      section.wrong(
          key,
          node.get(),
          "one of " + all,
          "Write %s: %s.".formatted(key, words.keySet().iterator().next()));
    }
    return chosen;
  }

  private Duration jitter() {
    var jitter = section.duration("jitter", Durations.Zero.ALLOWED).orElse(Duration.ZERO);
    if (jitter.compareTo(Schedule.JITTER_MAX) > 0) {
      section.wrong(
          "jitter",
          section.value("jitter").orElseThrow(),
          "at most " + Durations.inWords(Schedule.JITTER_MAX),
          "Write a shorter one, such as jitter: 5m.");
      return Duration.ZERO;
    }
    return jitter;
  }

  private Optional<JsonNode> input() {
    var node = section.value("input");
    var given = node.map(Node::toJson).orElseGet(JsonNodeFactory.instance::objectNode);
    return switch (inputCheck.check(given)) {
      case InputCheck.Checked.Right(var filled) -> Optional.of(filled);
      case InputCheck.Checked.Wrong(var problems) -> {
        for (var problem : problems) {
          var place =
              node.map(some -> some.nearest(problem.path()).place())
                  .orElseGet(() -> section.mapping().place());
          findings.at(place, "schedule of the DAG: " + problem.message(), problem.mend());
        }
        yield Optional.empty();
      }
    };
  }

  private static Map<String, Overlap> overlaps() {
    var words = new LinkedHashMap<String, Overlap>();
    words.put("skip", Overlap.SKIP);
    words.put("allow", Overlap.ALLOW);
    words.put("queue", Overlap.QUEUE);
    words.put("queueAll", Overlap.QUEUE_ALL);
    words.put("cancel", Overlap.CANCEL);
    return words;
  }
}
