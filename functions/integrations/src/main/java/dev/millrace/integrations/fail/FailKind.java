package dev.millrace.integrations.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.ErrorName;
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

/// `fail`: fails the attempt with an error and a cause that the document chooses.
public final class FailKind implements TaskKind {
  /// Characters of a cause that are kept: it stands in the task's record.
  static final int CAUSE_MAX = 4_096;

  private static final String EXAMPLE =
      "Write fail: {error: Orders.Missing, cause: \"no orders today\"}.";

  @Override
  public String name() {
    return "fail";
  }

  @Override
  public List<ArgumentProblem> check(JsonNode arguments) {
    var problems = new Problems();
    read(arguments, Stage.WRITTEN, problems);
    return problems.all();
  }

  @Override
  public Traits traits(JsonNode arguments) {
    return new Traits(false, true);
  }

  @Override
  public JsonNode schema() {
    return KindSchema.beside(FailKind.class, name());
  }

  @Override
  public boolean blocks() {
    return false;
  }

  @Override
  public boolean reachesOutside() {
    return false;
  }

  @Override
  public Execution execute(AttemptContext attempt) {
    var problems = new Problems();
    var failure = read(attempt.arguments(), Stage.EVALUATED, problems);
    return failure.orElseGet(problems::failure);
  }

  private static Optional<Execution.Failed> read(
      JsonNode arguments, Stage stage, Problems problems) {
    var fields = Fields.of(arguments, stage, problems, EXAMPLE);
    fields.refuseUnknownKeys(List.of("error", "cause"), List.of());
    if (!fields.has("error")) {
      fields.missing("error", EXAMPLE);
    }
    var error = fields.text("error", EXAMPLE).flatMap(text -> errorName(fields, text));
    var cause = fields.text("cause", "Write a text, in quotes if need be.").orElse("");
    return problems.isEmpty()
        ? error.map(name -> Execution.Failed.of(name, shortened(cause)))
        : Optional.empty();
  }

  private static Optional<ErrorName> errorName(Fields fields, String text) {
    if (ErrorName.isValid(text)) {
      return Optional.of(new ErrorName(text));
    }
    fields.wrong(
        "error",
        "the name of an error",
        "Join words of letters, digits, _ and - with dots, as in Orders.Missing;"
            + " at most %d characters.".formatted(ErrorName.LENGTH_MAX));
    return Optional.empty();
  }

  private static String shortened(String cause) {
    return cause.length() <= CAUSE_MAX ? cause : cause.substring(0, CAUSE_MAX) + "…";
  }
}
