package dev.millrace.api;

import dev.millrace.api.HttpProblem.Kind;
import dev.millrace.core.DagName;
import dev.millrace.engine.schedule.DagSchedules;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Calls about the schedules of DAGs.
final class ScheduleRoutes {
  private final Api api;

  ScheduleRoutes(Api api) {
    this.api = api;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/dags/{dag}/schedule", this::read),
        Route.post("/dags/{dag}/pause", this::pause),
        Route.post("/dags/{dag}/resume", this::resume));
  }

  private Answer read(Request request) {
    var dag = known(request);
    return shown(dag);
  }

  private Answer pause(Request request) throws IOException {
    var dag = known(request);
    Fields.of(request.body()).done();
    return changed(dag, api.engine().actOnTicks().pause(dag, request.invocation()));
  }

  private Answer resume(Request request) throws IOException {
    var dag = known(request);
    Fields.of(request.body()).done();
    return changed(dag, api.engine().actOnTicks().resume(dag, request.invocation()));
  }

  private DagName known(Request request) {
    var dag = request.dag();
    request.query().done();
    if (api.dags().latest(dag).isEmpty()) {
      throw new RefusedException(Known.dags(api.dags(), "no DAG " + dag));
    }
    return dag;
  }

  private Answer changed(DagName dag, Optional<DagSchedules> standing) {
    if (standing.isEmpty()) {
      throw withoutSchedule(dag);
    }
    return shown(dag);
  }

  private Answer shown(DagName dag) {
    return Answer.ok(
        api.engine().showSchedules().show(dag).orElseThrow(() -> withoutSchedule(dag)));
  }

  static RefusedException withoutSchedule(DagName dag) {
    return new RefusedException(
        Kind.CONFLICT,
        "DAG %s has no schedule; its document says when it is due under \"schedule\""
            .formatted(dag));
  }
}
