package dev.millrace.aws.scheduler;

import dev.millrace.core.DagName;
import dev.millrace.core.schedule.Schedule;
import dev.millrace.core.schedule.ScheduleName;
import dev.millrace.engine.Clock;
import dev.millrace.engine.schedule.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindow;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.scheduler.model.Target;

/// Wakes for ticks over EventBridge Scheduler: one standing schedule for each schedule of a DAG,
/// named after both; what EventBridge cannot say, see [EventBridgeExpression], as a one-shot
/// schedule for the next tick, which the wake before it plans. Bounds and pauses are the engine's
/// matter. Safe for any number of threads.
public final class EventBridgeSchedules implements Schedules {
  /// A one-shot schedule must be of the future; it fires within a minute after its time.
  private static final Duration SOONEST = Duration.ofSeconds(10);

  /// How long EventBridge tries to call the function before it puts the tick aside (a day unless it
  /// is told, and no less than this): reconcile takes it from there, as one that was on time, while
  /// a tick that is still tried may have been decided as missed meanwhile.
  private static final int TRIED_FOR_SECONDS = 60;

  private static final int SHOWN_MAX = 20;
  private static final int DAG_DIGITS = 16;
  private static final int SCHEDULE_DIGITS = 12;

  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("'at('uuuu-MM-dd'T'HH:mm:ss')'").withZone(ZoneOffset.UTC);

  private final SchedulerClient scheduler;
  private final TickTarget target;
  private final Clock clock;

  /// Makes schedules with this client.
  public EventBridgeSchedules(SchedulerClient scheduler, TickTarget target, Clock clock) {
    this.scheduler = scheduler;
    this.target = target;
    this.clock = clock;
  }

  /// What EventBridge is asked for.
  private record Wanted(
      String name,
      String expression,
      String zone,
      String input,
      String description,
      ActionAfterCompletion after) {
    String token() {
      return Digest.of(toString(), SchedulerTimers.NAME_LENGTH_MAX);
    }
  }

  @Override
  public void keep(DagName dag, List<Schedule> schedules, List<String> others) {
    for (var schedule : schedules) {
      var name = nameOf(schedule);
      EventBridgeExpression.of(schedule)
          .ifPresentOrElse(said -> put(standing(dag, name, said)), () -> delete(dag, name));
    }
    others.forEach(name -> delete(dag, name));
  }

  @Override
  public void wake(DagName dag, Schedule schedule, Instant tick, Instant at) {
    var soonest = clock.now().plus(SOONEST);
    var isLate = at.isBefore(soonest);
    if (!isLate && EventBridgeExpression.of(schedule).isPresent()) {
      return; // its standing schedule does
    }
    var name = nameOf(schedule);
    var fires = isLate ? soonest : at;
    put(
        new Wanted(
            nameOf(dag, name) + "." + Long.toHexString(fires.getEpochSecond()),
            AT.format(fires),
            "UTC",
            TickInput.write(dag, name, tick.toString()),
            describe(dag, name),
            ActionAfterCompletion.DELETE));
  }

  private static Wanted standing(DagName dag, String schedule, EventBridgeExpression said) {
    return new Wanted(
        nameOf(dag, schedule),
        said.expression(),
        said.zone(),
        TickInput.write(dag, schedule, TickInput.SCHEDULED_TIME),
        describe(dag, schedule),
        ActionAfterCompletion.NONE);
  }

  private static String describe(DagName dag, String schedule) {
    return schedule.isEmpty()
        ? "Ticks of the DAG " + dag
        : "Ticks of the DAG %s, schedule %s".formatted(dag, schedule);
  }

  private void put(Wanted wanted) {
    var window = FlexibleTimeWindow.builder().mode(FlexibleTimeWindowMode.OFF).build();
    var to =
        Target.builder()
            .arn(target.functionArn())
            .roleArn(target.roleArn())
            .input(wanted.input())
            .retryPolicy(retry -> retry.maximumEventAgeInSeconds(TRIED_FOR_SECONDS))
            .deadLetterConfig(dead -> dead.arn(target.deadLetterArn()))
            .build();
    try {
      scheduler.createSchedule(
          request ->
              request
                  .name(wanted.name())
                  .groupName(target.group())
                  .clientToken(Digest.of(wanted.token() + target, SchedulerTimers.NAME_LENGTH_MAX))
                  .description(wanted.description())
                  .scheduleExpression(wanted.expression())
                  .scheduleExpressionTimezone(wanted.zone())
                  .flexibleTimeWindow(window)
                  .actionAfterCompletion(wanted.after())
                  .target(to));
    } catch (ConflictException thereIsOne) {
      // Whatever it says, it now says this.
      scheduler.updateSchedule(
          request ->
              request
                  .name(wanted.name())
                  .groupName(target.group())
                  .description(wanted.description())
                  .scheduleExpression(wanted.expression())
                  .scheduleExpressionTimezone(wanted.zone())
                  .flexibleTimeWindow(window)
                  .actionAfterCompletion(wanted.after())
                  .target(to));
    }
  }

  private void delete(DagName dag, String schedule) {
    try {
      scheduler.deleteSchedule(
          request -> request.name(nameOf(dag, schedule)).groupName(target.group()));
    } catch (ResourceNotFoundException isGone) {
      // As it should be.
    }
  }

  /// The DAG, for people who look at the list, and what tells DAG and schedule from all others;
  /// with the instant of a one-shot behind it within the 64 characters that a name may have.
  private static String nameOf(DagName dag, String schedule) {
    var shown = dag.text().substring(0, Math.min(dag.text().length(), SHOWN_MAX));
    return "%s.%s.%s"
        .formatted(shown, Digest.of(dag.text(), DAG_DIGITS), Digest.of(schedule, SCHEDULE_DIGITS));
  }

  private static String nameOf(Schedule schedule) {
    return schedule.name().map(ScheduleName::text).orElse("");
  }
}
