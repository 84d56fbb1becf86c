package dev.millrace.integrations.callback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.arguments.Fields;
import dev.millrace.integrations.arguments.KindSchema;
import dev.millrace.integrations.arguments.Problems;
import dev.millrace.integrations.arguments.Stage;
import java.util.List;
import java.util.Optional;

/// `callback`: parks until somebody posts the outcome to the attempt's callback address. What was
/// posted is the result. The note holds what whoever answers gets to see, never token or address.
public final class CallbackKind implements TaskKind {
  /// Longest message, in characters.
  static final int MESSAGE_MAX = 1_024;

  /// Longest data, in characters of JSON text. Message and data stand in the task's record.
  static final int DATA_MAX = 2_048;

  private static final String EXAMPLE =
      "Write callback: {} or callback: {message: \"Is the shipment there?\"}.";

  @Override
  public String name() {
    return "callback";
  }

  @Override
  public List<ArgumentProblem> check(JsonNode arguments) {
    var problems = new Problems();
    read(arguments, Stage.WRITTEN, problems);
    return problems.all();
  }

  /// Without an outcome nobody holds the attempt's token but this worker, so parking again with
  /// another token has no effect outside.
  @Override
  public Traits traits(JsonNode arguments) {
    return new Traits(true, true);
  }

  @Override
  public JsonNode schema() {
    return KindSchema.beside(CallbackKind.class, name());
  }

  @Override
  public boolean reachesOutside() {
    return false;
  }

  @Override
  public Execution execute(AttemptContext attempt) {
    var problems = new Problems();
    var note = read(attempt.arguments(), Stage.EVALUATED, problems);
    if (!problems.isEmpty()) {
      return problems.failure();
    }
    // Asking for the callback stores its token: from here on the attempt can be answered.
    var _ = attempt.callback();
    return new Execution.Parked(note, Optional.empty());
  }

  private static JsonNode read(JsonNode arguments, Stage stage, Problems problems) {
    var fields = Fields.of(arguments, stage, problems, EXAMPLE);
    fields.refuseUnknownKeys(List.of("message", "data"), List.of());
    var note = JsonNodeFactory.instance.objectNode();
    fields
        .text("message", "Write a text, in quotes if need be.")
        .ifPresent(
            message -> {
              refuseLonger(fields, "message", message.length(), MESSAGE_MAX);
              note.put("message", message);
            });
    fields
        .value("data")
        .ifPresent(
            data -> {
              refuseLonger(fields, "data", data.toString().length(), DATA_MAX);
              note.set("data", data);
            });
    return note;
  }

  private static void refuseLonger(Fields fields, String key, int length, int most) {
    if (length > most) {
      fields.at(
          key,
          "\"%s\" has %,d characters; at most %,d are kept.".formatted(key, length, most),
          "Hand on a reference to it instead.");
    }
  }
}
