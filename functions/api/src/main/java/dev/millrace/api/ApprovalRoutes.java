package dev.millrace.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.api.HttpProblem.Kind;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.Approvals;
import dev.millrace.engine.Approvals.Answering;
import dev.millrace.engine.CompleteCallback.Completion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Calls about what people are asked. Whoever knows a token may read its question and answer it in
/// the name that it holds: it is never told or logged. Reading answers nothing, so that programs
/// which open links beforehand do no harm.
final class ApprovalRoutes {
  private static final int LISTED = 50;

  private final Api api;

  ApprovalRoutes(Api api) {
    this.api = api;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/approvals", this::list),
        Route.post("/runs/{run}/tasks/{task}/answer", this::answerAsCaller));
  }

  /// Those for which a token is the authorization.
  List<Route> openRoutes() {
    return List.of(
        Route.get("/approvals/{token}", this::show),
        Route.post("/approvals/{token}", this::answer));
  }

  private Answer list(Request request) {
    var query = request.query("limit", "cursor");
    var limit = query.number("limit", 1, Approvals.LISTED_MAX, LISTED);
    query.done();
    var page = api.engine().approvals().list(query.text("cursor"), limit);
    var json = JsonNodeFactory.instance.objectNode();
    var approvals = json.putArray("approvals");
    page.questions().forEach(approvals::add);
    json.put("cursor", page.next().orElse(null));
    return Answer.ok(json);
  }

  private Answer show(Request request) {
    request.query().done();
    return switch (api.engine().approvals().show(request.path("token"))) {
      case Approvals.Shown.Open(var question, var person, var expiresAt) ->
          new Answer.Page(
              200, ApprovalPage.asking(question, person, expiresAt, Map.of(), List.of()));
      case Approvals.Shown.Answered _ -> new Answer.Page(200, ApprovalPage.ANSWERED);
      case Approvals.Shown.Expired _ -> new Answer.Page(Kind.GONE.status(), ApprovalPage.EXPIRED);
      case Approvals.Shown.Unknown _ ->
          new Answer.Page(Kind.NOT_FOUND.status(), ApprovalPage.UNKNOWN);
    };
  }

  private Answer answer(Request request) throws IOException {
    request.query().done();
    return request.hasForm() ? answerOnPage(request) : answerAsProgram(request);
  }

  private Answer answerOnPage(Request request) throws IOException {
    var sent = request.form();
    var token = request.path("token");
    var answer =
        new Approvals.Answer(sent.getOrDefault(ApprovalPage.CHOICE, ""), FormValues.of(sent));
    return switch (api.engine().approvals().answer(token, answer, request.invocation())) {
      case Answering.Wrong(_, var problems) -> askedAgain(token, sent, problems);
      case Answering.Ended(var completion) -> said(completion, answer.choice());
    };
  }

  private Answer askedAgain(
      String token, Map<String, String> sent, List<ArgumentProblem> problems) {
    return switch (api.engine().approvals().show(token)) {
      case Approvals.Shown.Open(var question, var person, var expiresAt) ->
          new Answer.Page(
              Kind.WRONG_VALUES.status(),
              ApprovalPage.asking(question, person, expiresAt, sent, problems));
      case Approvals.Shown.Answered _, Approvals.Shown.Expired _, Approvals.Shown.Unknown _ ->
          new Answer.Page(Kind.GONE.status(), ApprovalPage.EXPIRED);
    };
  }

  private static Answer said(Completion completion, String choice) {
    return switch (completion) {
      case ACCEPTED -> new Answer.Page(200, ApprovalPage.accepted(choice));
      case UNKNOWN -> new Answer.Page(Kind.NOT_FOUND.status(), ApprovalPage.UNKNOWN);
      case EXPIRED -> new Answer.Page(Kind.GONE.status(), ApprovalPage.EXPIRED);
      case OTHER_ANSWER -> new Answer.Page(Kind.CONFLICT.status(), ApprovalPage.OTHER_ANSWER);
    };
  }

  private Answer answerAsProgram(Request request) throws IOException {
    var fields = Fields.of(request.body(), "choice", "form");
    var answer = read(fields);
    fields.done();
    var answering =
        api.engine().approvals().answer(request.path("token"), answer, request.invocation());
    return told(answering, fields, "no attempt has this token");
  }

  private Answer answerAsCaller(Request request) throws IOException {
    var run = request.run();
    var task = request.task();
    request.query().done();
    var fields = Fields.of(request.body(), "choice", "form", "index");
    var answer = read(fields);
    var index =
        fields.read(
            "index",
            value ->
                value.canConvertToInt() && value.isIntegralNumber() && value.intValue() >= 0
                    ? Optional.of(value.intValue())
                    : Optional.empty(),
            "the place of an instance, from 0");
    fields.done();
    var answering =
        api.engine()
            .approvals()
            .answer(
                run,
                task,
                index.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                answer,
                request.caller(),
                request.invocation());
    return told(
        answering,
        fields,
        "task %s of run %s asks nobody now; GET /approvals lists what is asked"
            .formatted(task, run));
  }

  private static Approvals.Answer read(Fields fields) {
    var choice = fields.text("choice");
    if (!fields.has("choice")) {
      fields.wrong("choice", "choice is missing", "Send one of the choices of the question.");
    }
    return new Approvals.Answer(
        choice.orElse(""), fields.any("form").filter(form -> !form.isNull()));
  }

  private static Answer told(Answering answering, Fields fields, String unknown) {
    return switch (answering) {
      case Answering.Wrong(_, var problems) -> {
        for (var problem : problems) {
          fields.wrong(problem.pointer().substring(1), problem.message(), problem.mend());
        }
        fields.done();
        throw new IllegalStateException("refused without a problem");
      }
      case Answering.Ended(var completion) ->
          switch (completion) {
            case ACCEPTED ->
                Answer.ok(JsonNodeFactory.instance.objectNode().put("status", "accepted"));
            case UNKNOWN -> throw new RefusedException(HttpProblem.notFound(unknown));
            case EXPIRED ->
                throw new RefusedException(
                    Kind.GONE, "the question ended without an answer, or was asked again");
            case OTHER_ANSWER ->
                throw new RefusedException(
                    Kind.CONFLICT, "the question was answered before, in another way");
          };
    };
  }
}
