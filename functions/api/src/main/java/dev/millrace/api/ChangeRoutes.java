package dev.millrace.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.HttpProblem.Kind;
import dev.millrace.core.RunStatus;
import dev.millrace.core.TaskName;
import dev.millrace.core.run.Redrive;
import dev.millrace.engine.CancelRun;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.RetryRun;
import dev.millrace.engine.store.RunRecord;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Calls that change what becomes of a run.
final class ChangeRoutes {
  private final Api api;

  ChangeRoutes(Api api) {
    this.api = api;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/runs/{run}/cancel", this::cancel),
        Route.post("/runs/{run}/retry", this::retry));
  }

  private Answer cancel(Request request) throws IOException {
    var run = request.run();
    request.query().done();
    Fields.of(request.body()).done();
    return switch (api.engine().cancelRun().cancel(run, request.invocation())) {
      case CancelRun.Cancelling.Stopped(var record) -> shown(record);
      case CancelRun.Cancelling.HadEnded(var record) -> {
        if (record.state().status() != RunStatus.CANCELLED) {
          throw new RefusedException(
              Kind.CONFLICT,
              "run %s had ended before, as %s".formatted(run, record.state().status()));
        }
        yield shown(record);
      }
      case CancelRun.Cancelling.Unknown _ -> throw new RefusedException(Known.run(run));
    };
  }

  private Answer retry(Request request) throws IOException {
    var run = request.run();
    request.query().done();
    var fields = Fields.of(request.body(), "from", "input", "version");
    var from = fields.read("from", ChangeRoutes::selection, "\"failed\" or a list of tasks");
    var version = fields.read("version", ChangeRoutes::version, "\"same\" or \"latest\"");
    fields.done();
    if (api.runs().load(run).isEmpty()) {
      throw new RefusedException(Known.run(run));
    }
    var wanted =
        new RetryRun.Request(
            run,
            from.orElseGet(Redrive.Selection.Failed::new),
            fields.any("input"),
            version.orElse(RetryRun.Version.SAME));
    return switch (api.engine().retryRun().retry(wanted, request.invocation())) {
      case RetryRun.Retry.Reopened(var record) -> shown(record);
      case RetryRun.Retry.StillOpen(var record) ->
          throw new RefusedException(
              Kind.CONFLICT,
              "run %s is %s; only a run that has ended can be opened again"
                  .formatted(run, record.state().status()));
      case RetryRun.Retry.NothingToDo(var record) ->
          throw new RefusedException(
              Kind.CONFLICT,
              "run %s ended as %s and no task of it is to be done again; name tasks in \"from\""
                  .formatted(run, record.state().status()));
      case RetryRun.Retry.Unknown(var what) -> {
        fields.wrong("from", what, "Name tasks of the DAG, or take another version.");
        fields.done();
        throw new IllegalStateException("a wrong field was let pass");
      }
      case RetryRun.Retry.WrongInput(var problems) ->
          throw new RefusedException(
              HttpProblem.wrong(StartRoutes.inBody(fields.sent(), problems)));
    };
  }

  private Answer shown(RunRecord record) {
    return Answer.ok(api.engine().readRun().show(record, ReadRun.Tasks.COUNTED));
  }

  private static Optional<Redrive.Selection> selection(JsonNode value) {
    if (value.isTextual() && value.textValue().equals("failed")) {
      return Optional.of(new Redrive.Selection.Failed());
    }
    if (!value.isArray() || value.isEmpty()) {
      return Optional.empty();
    }
    var tasks = new HashSet<TaskName>();
    for (var name : value) {
      if (!name.isTextual() || !TaskName.isValid(name.textValue())) {
        return Optional.empty();
      }
      tasks.add(new TaskName(name.textValue()));
    }
    return Optional.of(new Redrive.Selection.Named(tasks));
  }

  private static Optional<RetryRun.Version> version(JsonNode value) {
    return switch (value.asText()) {
      case "same" -> Optional.of(RetryRun.Version.SAME);
      case "latest" -> Optional.of(RetryRun.Version.LATEST);
      default -> Optional.empty();
    };
  }
}
