package dev.millrace.definition;

import dev.millrace.definition.document.Place;
import dev.millrace.definition.expression.Nearest;
import dev.millrace.definition.expression.References.TaskReading;
import dev.millrace.definition.expression.References.UnknownRoot;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.TaskField;
import dev.millrace.definition.expression.Template;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Checks what the expressions of a document read: names that are known where they stand, and tasks
/// that have ended by then.
final class ReferenceCheck {
  private static final String FIELDS =
      Stream.of(TaskField.values()).map(TaskField::text).collect(Collectors.joining(", "));

  private final List<TaskSection.Draft> tasks;
  private final Map<String, Integer> indexes;
  private final int[][] needs;
  private final Graph graph;
  private final Set<String> around;
  private final Findings findings;
  private final List<Reading> open = new ArrayList<>();

  /// @param needs the needs of each task by index, in ascending order
  /// @param around names of the tasks around a group; whether they may be read is checked there
  ReferenceCheck(
      List<TaskSection.Draft> tasks,
      Map<String, Integer> indexes,
      int[][] needs,
      Graph graph,
      Set<String> around,
      Findings findings) {
    this.tasks = tasks;
    this.indexes = indexes;
    this.needs = needs;
    this.graph = graph;
    this.around = around;
    this.findings = findings;
  }

  /// One place where a task reads another one that is not among its direct needs.
  private record Reading(int task, int other, String text, Place place) {}

  /// Checks the templates of all tasks, and that of the DAG's output.
  void check(Optional<TemplateUse> output) {
    for (var index = 0; index < tasks.size(); index++) {
      var seen = new HashSet<String>();
      for (var use : tasks.get(index).uses()) {
        for (var placed : use.template().expressions()) {
          if (!use.isOfGroup()) {
            checkNames(use, placed);
          }
          for (var reading : placed.expression().references().tasks()) {
            // One finding for each task that is read: one edge mends all of its places.
            if (isRead(use, reading) && isTask(use, placed, reading) && seen.add(reading.task())) {
              note(index, use, placed, reading);
            }
          }
        }
      }
    }
    output.ifPresent(
        use -> {
          for (var placed : use.template().expressions()) {
            checkNames(use, placed);
            placed.expression().references().tasks().forEach(task -> isTask(use, placed, task));
          }
        });
    refuseReadingOthersThanAncestors();
  }

  private void note(int task, TemplateUse use, Template.Placed placed, TaskReading reading) {
    int other = indexes.getOrDefault(reading.task(), -1);
    if (other == task) {
      findings.at(
          use.placeOf(placed, reading.offset()),
          use.where() + " reads the task itself.",
          "Read result in output; to read another task, name that one.");
    } else if (Arrays.binarySearch(needs[task], other) < 0) {
      open.add(new Reading(task, other, inWords(reading), use.placeOf(placed, reading.offset())));
    }
  }

  private void refuseReadingOthersThanAncestors() {
    if (open.isEmpty()) {
      return;
    }
    var unsure = new BitSet();
    var read = new BitSet();
    for (var index = 0; index < tasks.size(); index++) {
      var written = tasks.get(index).needs();
      unsure.set(index, written.broken() || needs[index].length < written.needs().size());
    }
    open.forEach(reading -> read.set(reading.other()));
    // Where needs are wrong themselves, what comes after what is not known yet.
    unsure = graph.downstreamOf(unsure);
    var ancestry = graph.ancestryOf(read);
    for (var reading : open) {
      if (unsure.get(reading.task()) || ancestry.comesAfter(reading.task(), reading.other())) {
        continue;
      }
      var task = tasks.get(reading.task()).name();
      var other = tasks.get(reading.other()).name();
      if (findings.mayHint() && comesAfterReader(reading.other(), reading.task())) {
        findings.at(
            reading.place(),
            "task \"%s\" reads %s, but %s comes after %s."
                .formatted(task, reading.text(), other, task),
            "Take the expression out, or turn the needs between the two around.");
      } else {
        findings.at(
            reading.place(),
            "task \"%s\" reads %s but does not come after %s."
                .formatted(task, reading.text(), other),
            "Add " + other + " to its needs, or take the expression out.");
      }
    }
  }

  private boolean comesAfterReader(int read, int reader) {
    var chosen = new BitSet();
    chosen.set(reader);
    return graph.ancestryOf(chosen).comesAfter(read, reader);
  }

  /// Whether a reading is of the tasks here, and not of a group within one or around them.
  private boolean isRead(TemplateUse use, TaskReading reading) {
    return !use.inner().contains(reading.task()) && !around.contains(reading.task());
  }

  /// Whether a task that is read exists.
  private boolean isTask(TemplateUse use, Template.Placed placed, TaskReading reading) {
    if (indexes.containsKey(reading.task())) {
      return true;
    }
    if (use.isOfGroup()) {
      return false; // said within the group
    }
    var near =
        findings.mayHint()
            ? Nearest.of(reading.task(), indexes.keySet())
            : Optional.<String>empty();
    findings.at(
        use.placeOf(placed, reading.offset()),
        "%s reads %s, but there is no task \"%s\"."
            .formatted(use.where(), inWords(reading), reading.task()),
        near.map(name -> "Did you mean tasks." + name + "?")
            .orElse("Name a task of this DAG, or take the expression out."));
    return false;
  }

  private void checkNames(TemplateUse use, Template.Placed placed) {
    var references = placed.expression().references();
    for (var unknown : references.unknownRoots(use.roots())) {
      findings.at(
          use.placeOf(placed, unknown.offset()),
          "%s reads \"%s\", which is not known there.".formatted(use.where(), unknown.name()),
          mend(use, unknown));
    }
    for (var offset : references.dynamic()) {
      findings.at(
          use.placeOf(placed, offset),
          use.where() + " reads tasks without naming them.",
          "Name each task that is read: tasks.NAME.output. Only what is named is loaded.");
    }
    for (var stray : references.strayFields()) {
      findings.at(
          use.placeOf(placed, stray.offset()),
          "%s reads tasks.%s.%s, but tasks have no field \"%s\"."
              .formatted(use.where(), stray.task(), stray.field(), stray.field()),
          stray
              .nearest()
              .map(near -> "Did you mean \"" + near + "\"?")
              .orElse("Fields of a task: " + FIELDS + "."));
    }
  }

  private String mend(TemplateUse use, UnknownRoot unknown) {
    var root = Root.of(unknown.name());
    if (root.isPresent()) {
      return switch (root.get()) {
        case ITEM ->
            use.roots().contains(Root.INDEX.text())
                ? "The map's as gives the item another name: " + use.roots().get(2) + "."
                : "Only the action and the output of a task with map can read item.";
        case INDEX -> "Only the action and the output of a task with map can read index.";
        case RESULT -> "Only output can read result. Before the action has run there is none.";
        case CALLBACK -> "Only actions that wait for a callback can read callback.";
        case APPROVAL -> "Only what an approval sends, below its notify, can read approval.";
        case ARGS -> "Only actions that users declare can read args.";
        case INPUT, RUN, TASKS -> "Take it out.";
      };
    }
    if (indexes.containsKey(unknown.name())) {
      return "Did you mean tasks." + unknown.name() + ".output?";
    }
    return unknown
        .nearest()
        .map(near -> "Did you mean " + near + "?")
        .orElseGet(
            () ->
                "Known here: %s, tasks. A text needs quotes: '%s'."
                    .formatted(String.join(", ", use.roots()), unknown.name()));
  }

  private static String inWords(TaskReading reading) {
    var task = "tasks." + reading.task();
    return reading.fields().size() == 1
        ? task + "." + reading.fields().iterator().next().text()
        : task;
  }
}
