package dev.millrace.aws.scheduler;

import dev.millrace.core.cron.ScheduleExpression;
import dev.millrace.core.cron.Ticks;
import dev.millrace.core.cron.Timing;
import dev.millrace.engine.schedule.Schedules;
import dev.millrace.engine.text.JsonText;
import dev.millrace.testkit.contract.SchedulesContract;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;

/// What stands in a group of EventBridge Scheduler keeps the contract of schedules. Nobody fires it
/// here: what it would call, and when, is read out of what stands, so that a server will do which
/// only keeps schedules. It says nothing of how EventBridge itself reads an expression; that both
/// read the same alike is [EventBridgeExpression]'s claim.
abstract class EventBridgeContract extends SchedulesContract {
  private Instant asked = clock().now();
  private final Set<String> fired = new HashSet<>();

  /// The server's client.
  protected abstract SchedulerClient client();

  /// A group of this test's own, which is there.
  protected abstract String group();

  @Override
  protected final Schedules schedules() {
    return new EventBridgeSchedules(
        client(),
        new TickTarget(
            group(),
            "arn:aws:iam::111122223333:role/scheduler",
            "arn:aws:lambda:eu-west-1:111122223333:function:millrace-start:live",
            "arn:aws:sqs:eu-west-1:111122223333:start-dead"),
        clock());
  }

  private record Firing(Instant at, Woken woken) {}

  @Override
  protected final List<Woken> come() {
    var now = clock().now();
    var firings = new ArrayList<Firing>();
    for (var page : client().listSchedulesPaginator(query -> query.groupName(group()))) {
      for (var listed : page.schedules()) {
        var schedule = client().getSchedule(query -> query.groupName(group()).name(listed.name()));
        var instants = firing(schedule, now);
        instants.forEach(at -> firings.add(new Firing(at, woken(schedule, at))));
        if (!instants.isEmpty()
            && schedule.actionAfterCompletion() == ActionAfterCompletion.DELETE
            && fired.add(schedule.name())) {
          client().deleteSchedule(query -> query.groupName(group()).name(listed.name()));
        }
      }
    }
    asked = now;
    return firings.stream().sorted(Comparator.comparing(Firing::at)).map(Firing::woken).toList();
  }

  /// When it fires, after it was asked before and up to now.
  private List<Instant> firing(GetScheduleResponse schedule, Instant now) {
    var parsed = ScheduleExpression.parse(schedule.scheduleExpression());
    if (!(parsed instanceof ScheduleExpression.Parsed.Right(var expression))) {
      throw new IllegalStateException("no expression of EventBridge: " + schedule);
    }
    var zone = ZoneId.of(schedule.scheduleExpressionTimezone());
    return Ticks.of(expression, Timing.of(zone))
        .between(asked.plusNanos(1), now.plusNanos(1))
        .toList();
  }

  private static Woken woken(GetScheduleResponse schedule, Instant at) {
    var text = schedule.target().input().replace(TickInput.SCHEDULED_TIME, at.toString());
    var input = TickInput.read(JsonText.read(text));
    return new Woken(input.dag(), input.tick());
  }
}
