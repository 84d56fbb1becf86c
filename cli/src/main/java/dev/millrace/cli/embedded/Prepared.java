package dev.millrace.cli.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.document.Content;
import dev.millrace.cli.document.JsonArgument;
import dev.millrace.core.TaskName;
import dev.millrace.definition.DagReader;
import dev.millrace.definition.Definition;
import dev.millrace.definition.InputCheck;
import dev.millrace.definition.Problem;
import dev.millrace.definition.Reading;
import dev.millrace.definition.expression.Nearest;
import dev.millrace.definition.expression.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What became of a document and an input that shall be run.
public sealed interface Prepared {
  /// With more tasks, a message does not name them all.
  int NAMED_MAX = 10;

  /// Both are right.
  ///
  /// @param file the name that the document goes by
  /// @param text the document as it shall be stored
  record Ready(String file, String text, Definition definition, JsonNode input)
      implements Prepared {
    /// Whether somebody must be able to answer callbacks.
    public boolean awaitsCallbacks() {
      return definition.tasks().stream()
          .anyMatch(
              task ->
                  task.kind().name().equals("callback")
                      || task.kind().extraRoots(task.arguments().source()).contains(Root.CALLBACK));
    }
  }

  /// One of them is wrong.
  record Wrong(List<Problem> problems) implements Prepared {
    /// Copies the list.
    public Wrong {
      problems = List.copyOf(problems);
    }
  }

  /// Something else was asked for that cannot be done.
  record Impossible(String message) implements Prepared {}

  /// Reads a document and works in what was asked for.
  static Prepared of(DagReader reader, String file, Content content, Request request) {
    return switch (reader.read(file, content.bytes())) {
      case Reading.Refused(var problems) -> new Wrong(problems);
      case Reading.Accepted(var definition) -> {
        var unknown =
            request.outputs().keySet().stream()
                .sorted()
                .filter(task -> definition.task(task).isEmpty())
                .findFirst();
        yield unknown.isPresent()
            ? new Impossible(noTask(unknown.get(), definition))
            : changed(reader, file, content, definition, request);
      }
    };
  }

  private static String noTask(TaskName name, Definition definition) {
    var names = definition.tasks().stream().map(task -> task.name().text()).toList();
    var hint =
        Nearest.of(name.text(), names)
            .map(near -> " Did you mean " + near + "?")
            .orElseGet(
                () ->
                    names.size() > NAMED_MAX ? "" : " There are " + String.join(", ", names) + ".");
    return "--set: there is no task " + name + "." + hint;
  }

  private static Prepared changed(
      DagReader reader, String file, Content content, Definition read, Request request) {
    if (request.outputs().isEmpty() && request.timeout().isEmpty() && read.schedules().isEmpty()) {
      return checked(file, read.stored(content.text()), read, request.input());
    }
    var changes = new ArrayList<Function<Definition, JsonNode>>();
    request.outputs().forEach((task, output) -> changes.add(from -> from.withOutput(task, output)));
    if (!read.schedules().isEmpty()) {
      // One run was asked for. The folder may be kept, and its host must not go on with others.
      changes.add(Prepared::withoutSchedule);
    }
    request.timeout().ifPresent(timeout -> changes.add(from -> withTimeout(from, timeout)));
    var definition = read;
    for (var change : changes) {
      switch (reader.read(file, change.apply(definition))) {
        case Reading.Refused(var problems) -> {
          return new Wrong(problems);
        }
        case Reading.Accepted(var next) -> definition = next;
      }
    }
    return checked(file, definition.canonicalText(), definition, request.input());
  }

  private static JsonNode withoutSchedule(Definition definition) {
    return ((ObjectNode) definition.document().deepCopy()).without("schedule");
  }

  private static JsonNode withTimeout(Definition definition, String timeout) {
    return ((ObjectNode) definition.document().deepCopy()).put("timeout", timeout);
  }

  private static Prepared checked(
      String file, String text, Definition definition, Optional<JsonArgument> input) {
    var check = definition.inputCheck();
    var checked =
        input
            .map(given -> check.check(given.name(), given.text()))
            .orElseGet(() -> check.check(JsonNodeFactory.instance.objectNode()));
    return switch (checked) {
      case InputCheck.Checked.Right(var value) -> new Ready(file, text, definition, value);
      case InputCheck.Checked.Wrong(var problems) -> new Wrong(problems);
    };
  }
}
