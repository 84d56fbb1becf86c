package dev.millrace.aws.dynamodb;

import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Runs of all DAGs, month by month. Several months are asked at once, the more the emptier they
/// are: a table without recent runs is walked through to its oldest possible month.
final class MonthStarts implements RunStarts {
  private static final int MONTHS_AT_ONCE_MAX = 8;

  private final Items items;
  private final Optional<RunStatus> status;
  private final StartRange range;
  private YearMonth month;
  private String below;
  private int monthsAtOnce = 1;

  MonthStarts(Items items, Optional<RunStatus> status, StartRange range) {
    this.items = items;
    this.status = status;
    this.range = range;
    this.month = range.lastMonth();
    this.below = range.below();
  }

  @Override
  public List<RunId> next(int wanted) {
    var runs = new ArrayList<RunId>();
    while (runs.isEmpty() && !month.isBefore(range.firstMonth())) {
      var bound = new StartRange(range.lowest(), below);
      var months =
          Stream.iterate(
                  month, next -> !next.isBefore(range.firstMonth()), next -> next.minusMonths(1))
              .limit(monthsAtOnce)
              .toList();
      for (var found : Parallel.map(months, each -> newest(each, bound, wanted))) {
        runs.addAll(found.runs());
        if (found.goesOnBelow().isPresent()) {
          // This month has more: what was found of earlier ones is asked again later.
          below = found.goesOnBelow().get();
          monthsAtOnce = 1;
          return runs;
        }
        month = month.minusMonths(1);
      }
      monthsAtOnce = Math.min(2 * monthsAtOnce, MONTHS_AT_ONCE_MAX);
    }
    return runs;
  }

  private StartQuery.Found newest(YearMonth each, StartRange bound, int wanted) {
    return new StartQuery(items, Tables.BY_MONTH, Tables.MONTH, each.toString(), status)
        .newest(bound, wanted);
  }
}
