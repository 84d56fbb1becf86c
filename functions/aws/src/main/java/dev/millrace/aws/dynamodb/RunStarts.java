package dev.millrace.aws.dynamodb;

import dev.millrace.core.RunId;
import java.util.List;

/// Walks through runs from the newest to the oldest. For one thread.
sealed interface RunStarts permits DagStarts, MonthStarts {
  /// The next runs, up to `wanted` or fewer; none when there are no more.
  List<RunId> next(int wanted);
}
