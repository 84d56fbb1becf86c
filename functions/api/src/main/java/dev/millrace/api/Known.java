package dev.millrace.api;

import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.definition.expression.Nearest;
import dev.millrace.engine.store.DagStore;
import java.util.List;

/// Says what there is to somebody who asked for what is not.
final class Known {
  private static final int NAMES_SHOWN = 20;

  private Known() {}

  /// There is no such DAG.
  static HttpProblem dags(DagStore dags, String missing) {
    var names = dags.list().stream().map(version -> version.dag().text()).toList();
    var wanted = missing.substring(missing.lastIndexOf(' ') + 1);
    return HttpProblem.notFound(
        names.isEmpty()
            ? missing + "; there is none yet: PUT /dags/{dag} stores one"
            : missing + "; " + shown(wanted, names));
  }

  /// There is no such connection.
  static HttpProblem connections(List<String> names, String missing) {
    return HttpProblem.notFound(
        names.isEmpty()
            ? "no connection %s; there is none yet: PUT /connections/{connection} stores one"
                .formatted(missing)
            : "no connection %s; %s".formatted(missing, shown(missing, names)));
  }

  /// There is no such version of a DAG, or no such DAG at all.
  static HttpProblem version(DagStore dags, DagName dag, int missing) {
    return dags.latest(dag)
        .map(
            latest ->
                HttpProblem.notFound(
                    "DAG %s has no version %d; the latest is %d"
                        .formatted(dag, missing, latest.version())))
        .orElseGet(() -> dags(dags, "no DAG " + dag));
  }

  /// There is no such run.
  static HttpProblem run(RunId run) {
    return HttpProblem.notFound(
        "no run %s; GET /runs?dag=%s lists the runs of its DAG".formatted(run, run.dag()));
  }

  /// There is no such task in a run.
  static HttpProblem task(RunId run, String task, List<String> names) {
    return HttpProblem.notFound(
        "run %s has no task %s; %s".formatted(run, task, shown(task, names)));
  }

  private static String shown(String wanted, List<String> names) {
    var near = Nearest.of(wanted, names).map(name -> "did you mean " + name + "? ").orElse("");
    var list = String.join(", ", names.subList(0, Math.min(names.size(), NAMES_SHOWN)));
    var more = names.size() - NAMES_SHOWN;
    return near + "there are " + list + (more > 0 ? " and %d more".formatted(more) : "");
  }
}
