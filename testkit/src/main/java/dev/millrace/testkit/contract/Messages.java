package dev.millrace.testkit.contract;

import dev.millrace.core.AssignmentId;
import dev.millrace.core.Attempt;
import dev.millrace.core.ErrorName;
import dev.millrace.core.Work;
import dev.millrace.core.plan.Lane;
import dev.millrace.core.run.Event;
import dev.millrace.core.run.Outcome;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.ResultMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Messages that contracts send.
final class Messages {
  private Messages() {}

  static DispatchMessage.Assignment assignment(String run, int seq) {
    return new DispatchMessage.Assignment(
        Examples.run(run),
        3,
        1,
        new AssignmentId(seq, 2),
        List.of(Attempt.first(Work.of(7), 1), new Attempt(Work.of(8, 19), 2, 1)),
        Lane.SHORT,
        4);
  }

  static DispatchMessage.Wake wake(String run) {
    return new DispatchMessage.Wake(Examples.run(run), Examples.at(61));
  }

  static ResultMessage result(String run, String deduplicationId) {
    var reported =
        new Event.Reported(
            new AssignmentId(3, 0), Attempt.first(Work.of(7), 1), new Outcome.Succeeded());
    return new ResultMessage(Examples.run(run), deduplicationId, List.of(reported));
  }

  static ResultMessage resultOfEveryKind() {
    var id = new AssignmentId(3, 0);
    return new ResultMessage(
        Examples.run("one"),
        "every-kind",
        List.of(
            new Event.Reported(id, Attempt.first(Work.of(7), 1), new Outcome.Succeeded()),
            new Event.Reported(
                id,
                new Attempt(Work.of(8, 19), 2, 1),
                new Outcome.Failed(
                    new ErrorName("Http.503"),
                    Examples.at(4),
                    Optional.of(Duration.ofMillis(1500)))),
            new Event.Reported(
                id,
                Attempt.first(Work.of(9), 4),
                new Outcome.Parked(
                    Optional.of(Examples.at(61)), Optional.empty(), Optional.of(Examples.at(62)))),
            new Event.Answered(
                1,
                new Attempt(Work.of(9), 4, 2),
                new Outcome.Failed(ErrorName.TIMEOUT, Examples.at(5), Optional.empty()))));
  }
}
