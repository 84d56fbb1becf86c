package dev.millrace.cli.graph;

import dev.millrace.core.plan.NeedEnd;
import dev.millrace.core.plan.PlannedTask;
import dev.millrace.core.plan.StartRule;
import dev.millrace.core.plan.TriggerRule;
import dev.millrace.definition.Definition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What a picture of a DAG shows: a box for each task, an arrow for each need.
///
/// @param boxes in the order of the document
/// @param arrows by the box that they lead to
public record Picture(String title, List<Box> boxes, List<Arrow> arrows) {
  /// Copies the lists.
  public Picture {
    boxes = List.copyOf(boxes);
    arrows = List.copyOf(arrows);
  }

  /// A task.
  ///
  /// @param lines below the name: its action, and what else decides whether it runs
  public record Box(String name, Form form, List<String> lines) {
    /// Copies the list.
    public Box {
      lines = List.copyOf(lines);
    }
  }

  /// How a box looks.
  public enum Form {
    /// One task.
    PLAIN,
    /// A task for each item of a list.
    STACK
  }

  /// A need: the box `to` waits for the box `from`.
  ///
  /// @param label the ends that it waits for, unless that is success
  public record Arrow(int from, int to, String label) {
    /// Whether it waits for something else than success.
    public boolean isUnusual() {
      return !label.isEmpty();
    }
  }

  /// What there is to draw of a DAG.
  public static Picture of(Definition definition) {
    var plan = definition.plan();
    var boxes = new ArrayList<Box>(plan.size());
    var arrows = new ArrayList<Arrow>();
    for (var index = 0; index < plan.size(); index++) {
      var task = plan.task(index);
      boxes.add(box(task, definition.task(index).kind().name()));
      var needs = plan.needsOf(index);
      for (var position = 0; position < needs.size(); position++) {
        arrows.add(new Arrow(needs.task(position), index, label(task.rule(), position)));
      }
    }
    return new Picture(plan.dag().text(), boxes, arrows);
  }

  private static Box box(PlannedTask task, String action) {
    var lines = new ArrayList<String>();
    lines.add(task.map().isPresent() ? action + " for each item" : action);
    if (task.rule() instanceof StartRule.Trigger(var rule)
        && rule != TriggerRule.ALL_SUCCESS
        && !task.needs().isEmpty()) {
      lines.add(rule.word());
    }
    var marks = new ArrayList<String>();
    if (task.conditional()) {
      marks.add("when");
    }
    if (task.allowFailure()) {
      marks.add("may fail");
    }
    if (task.cleanup()) {
      marks.add("cleanup");
    }
    if (!marks.isEmpty()) {
      lines.add(String.join(", ", marks));
    }
    return new Box(task.name().text(), task.map().isPresent() ? Form.STACK : Form.PLAIN, lines);
  }

  private static String label(StartRule rule, int position) {
    return switch (rule) {
      case StartRule.Trigger _ -> "";
      case StartRule.PerNeed(var accepted, _) -> words(accepted.get(position));
    };
  }

  private static String words(Set<NeedEnd> ends) {
    if (ends.size() == NeedEnd.values().length) {
      return "any";
    }
    if (ends.equals(Set.of(NeedEnd.SUCCEEDED))) {
      return "";
    }
    return ends.stream()
        .sorted()
        .map(end -> end.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" or "));
  }
}
