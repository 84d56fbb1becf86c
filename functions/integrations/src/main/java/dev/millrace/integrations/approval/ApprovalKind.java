package dev.millrace.integrations.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.definition.expression.Root;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.Question;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.arguments.Fields;
import dev.millrace.integrations.arguments.KindSchema;
import dev.millrace.integrations.arguments.Problems;
import dev.millrace.integrations.arguments.Stage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `approval`: asks people and parks until one of them has answered. The result says what was
/// chosen, by whom and when, and what the form holds. The note holds what is asked, never a link.
public final class ApprovalKind implements TaskKind {
  /// Characters of the message that stand beside the parked task.
  private static final int NOTED_MAX = 1_000;

  private static final String TOLD = "told";

  private final Notice notice;

  /// @param http the action that sends notices
  public ApprovalKind(TaskKind http) {
    this.notice = new Notice(http);
  }

  @Override
  public String name() {
    return "approval";
  }

  @Override
  public List<ArgumentProblem> check(JsonNode arguments) {
    var problems = new Problems();
    var _ = ApprovalArguments.read(arguments, Stage.WRITTEN, problems);
    if (arguments.has(Notice.NOTIFY)) {
      notice.check(
          arguments, Fields.of(arguments, Stage.WRITTEN, problems, ApprovalArguments.EXAMPLE));
    }
    return problems.all();
  }

  /// Asking again makes other links, and those of the attempt before are dead: nothing is approved
  /// twice.
  @Override
  public Traits traits(JsonNode arguments) {
    return new Traits(true, true);
  }

  @Override
  public Set<String> deferredArguments() {
    return Notice.DEFERRED;
  }

  @Override
  public Set<Root> extraRoots(JsonNode arguments) {
    return arguments.has(Notice.NOTIFY) ? Set.of(Root.APPROVAL) : Set.of();
  }

  @Override
  public JsonNode schema() {
    return KindSchema.beside(ApprovalKind.class, name());
  }

  @Override
  public Execution execute(AttemptContext attempt) throws InterruptedException {
    return ask(attempt, 0);
  }

  /// Goes on with telling people; nothing else is waited for.
  @Override
  public Execution resume(AttemptContext attempt) throws InterruptedException {
    return ask(attempt, attempt.note().map(note -> note.path(TOLD).asInt()).orElse(0));
  }

  private Execution ask(AttemptContext attempt, int told) throws InterruptedException {
    var problems = new Problems();
    var question = ApprovalArguments.read(attempt.arguments(), Stage.EVALUATED, problems);
    if (!problems.isEmpty()) {
      return problems.failure();
    }
    // From here on the attempt can be answered.
    var links = attempt.ask(question);
    return switch (notice.send(attempt, question, links, told)) {
      case Notice.Telling.Told _ -> new Execution.Parked(noteOf(question), Optional.empty());
      case Notice.Telling.Later(var sofar, var until) ->
          new Execution.Postponed(noteOf(question).put(TOLD, sofar), until);
      case Notice.Telling.Failed(var failure) -> {
        attempt.withdraw();
        yield failure;
      }
    };
  }

  private static ObjectNode noteOf(Question question) {
    var note = JsonNodeFactory.instance.objectNode();
    var message = question.message();
    note.put(
        "message", message.length() <= NOTED_MAX ? message : message.substring(0, NOTED_MAX) + "…");
    var choices = note.putArray("choices");
    question.choices().forEach(choices::add);
    return note;
  }

  @Override
  public void cancel(AttemptContext attempt) {
    attempt.withdraw();
  }

  @Override
  public boolean cancels() {
    return true;
  }
}
