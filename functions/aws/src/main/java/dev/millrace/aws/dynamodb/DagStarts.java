package dev.millrace.aws.dynamodb;

import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import java.util.List;
import java.util.Optional;

/// Runs of one DAG.
final class DagStarts implements RunStarts {
  private final StartQuery query;
  private final String lowest;
  private Optional<String> below;

  DagStarts(Items items, DagName dag, Optional<RunStatus> status, StartRange range) {
    this.query = new StartQuery(items, Tables.BY_DAG, Tables.DAG, dag.text(), status);
    this.lowest = range.lowest();
    this.below = Optional.of(range.below());
  }

  @Override
  public List<RunId> next(int wanted) {
    if (below.isEmpty()) {
      return List.of();
    }
    var found = query.newest(new StartRange(lowest, below.get()), wanted);
    below = found.goesOnBelow();
    return found.runs();
  }
}
