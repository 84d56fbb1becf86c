package dev.millrace.integrations.dag;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.ChildRuns.Waiting;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.StartedRun;
import dev.millrace.integrations.arguments.Fields;
import dev.millrace.integrations.arguments.KindSchema;
import dev.millrace.integrations.arguments.Problems;
import dev.millrace.integrations.arguments.Stage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// `dag`: starts a run of another DAG, and parks until it has ended; its output is the result. With
/// `wait: false` it gives the run's id and goes on.
public final class DagKind implements TaskKind {
  private static final String EXAMPLE =
      "Write dag: {name: clean_up, input: {day: \"${ input.day }\"}}.";

  private static final String WAIT = "wait";

  /// What the arguments say.
  private record Wanted(Optional<DagName> dag, OptionalInt version, JsonNode input) {}

  @Override
  public String name() {
    return "dag";
  }

  @Override
  public List<ArgumentProblem> check(JsonNode arguments) {
    var problems = new Problems();
    read(arguments, Stage.WRITTEN, problems);
    return problems.all();
  }

  /// The run's id is made of the attempt's, so a second start finds the first.
  @Override
  public Traits traits(JsonNode arguments) {
    return new Traits(waits(arguments), true);
  }

  @Override
  public JsonNode schema() {
    return KindSchema.beside(DagKind.class, name());
  }

  @Override
  public Execution execute(AttemptContext attempt) {
    var problems = new Problems();
    var wanted = read(attempt.arguments(), Stage.EVALUATED, problems);
    if (!problems.isEmpty() || wanted.dag().isEmpty()) {
      return problems.failure();
    }
    var waiting = waits(attempt.arguments()) ? Waiting.FOR_ITS_END : Waiting.NOT;
    var child =
        attempt.children().start(wanted.dag().get(), wanted.version(), wanted.input(), waiting);
    return switch (waiting) {
      case FOR_ITS_END -> StartedRun.await(child);
      case NOT -> StartedRun.leave(child);
    };
  }

  @Override
  public void cancel(AttemptContext attempt) {
    StartedRun.cancel(attempt);
  }

  @Override
  public boolean cancels() {
    return true;
  }

  private static boolean waits(JsonNode arguments) {
    return arguments.path(WAIT).asBoolean(true);
  }

  private static Wanted read(JsonNode arguments, Stage stage, Problems problems) {
    var fields = Fields.of(arguments, stage, problems, EXAMPLE);
    fields.refuseUnknownKeys(List.of("name", "input", "version", WAIT), List.of());
    if (!fields.has("name")) {
      fields.missing("name", EXAMPLE);
    }
    var name = fields.text("name", "Write the name of a DAG, in quotes if need be.");
    if (name.filter(text -> !DagName.isValid(text)).isPresent()) {
      fields.wrong(
          "name",
          "the name of a DAG",
          "A name is a letter, then up to 79 letters, digits, _ or -.");
    }
    if (stage == Stage.WRITTEN && fields.raw(WAIT).isTextual()) {
      fields.wrong(
          WAIT, "true or false as written", "Whether a task waits cannot be an expression.");
    } else {
      var _ = fields.flag(WAIT);
    }
    return new Wanted(
        name.filter(DagName::isValid).map(DagName::new),
        fields.count("version", 1, Integer.MAX_VALUE),
        fields.value("input").orElseGet(JsonNodeFactory.instance::objectNode));
  }
}
