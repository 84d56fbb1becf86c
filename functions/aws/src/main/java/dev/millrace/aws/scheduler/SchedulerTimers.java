package dev.millrace.aws.scheduler;

import dev.millrace.core.RunId;
import dev.millrace.core.plan.Lane;
import dev.millrace.engine.Clock;
import dev.millrace.engine.queue.DispatchMessage;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.MessageFormat;
import dev.millrace.engine.queue.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;

/// Timers over EventBridge Scheduler. A schedule fires within a minute after its time, so it is set
/// for the last whole minute that is at least [#PRECISION] before the instant; the wake then comes
/// up to two minutes early, and whoever receives it sends it back to wait in the queue's delay, to
/// the second. Safe for any number of threads.
public final class SchedulerTimers implements Timers {
  /// How late a schedule may fire (EventBridge Scheduler's user guide: within 60 seconds).
  static final Duration PRECISION = Duration.ofMinutes(1);

  /// Longest name of a schedule (API reference of CreateSchedule).
  static final int NAME_LENGTH_MAX = 64;

  private static final int DIGEST_LENGTH = 32;

  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("'at('uuuu-MM-dd'T'HH:mm:ss')'").withZone(ZoneOffset.UTC);

  private final SchedulerClient scheduler;
  private final TimerTarget target;
  private final DispatchQueue dispatch;
  private final Clock clock;

  /// Makes schedules with this client.
  ///
  /// @param dispatch takes waits that fit its delay
  public SchedulerTimers(
      SchedulerClient scheduler, TimerTarget target, DispatchQueue dispatch, Clock clock) {
    this.scheduler = scheduler;
    this.target = target;
    this.dispatch = dispatch;
    this.clock = clock;
  }

  @Override
  public void wake(RunId run, Instant at) {
    var now = clock.now();
    var wait = at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO;
    var wake = new DispatchMessage.Wake(run, at);
    if (wait.compareTo(DispatchQueue.DELAY_MAX) <= 0) {
      dispatch.send(Lane.SHORT, List.of(wake), wait);
    } else {
      schedule(wake);
    }
  }

  private void schedule(DispatchMessage.Wake wake) {
    var fires = wake.at().minus(PRECISION).truncatedTo(ChronoUnit.MINUTES);
    var name = nameOf(wake);
    var input = MessageFormat.write(wake);
    // Names all that the request says: a repeated one is the same, one of a changed stack another.
    var token = Digest.of(name + "\n" + input + "\n" + target, NAME_LENGTH_MAX);
    try {
      scheduler.createSchedule(
          request ->
              request
                  .name(name)
                  .groupName(target.group())
                  .clientToken(token)
                  .scheduleExpression(AT.format(fires))
                  .scheduleExpressionTimezone("UTC")
                  .flexibleTimeWindow(window -> window.mode(FlexibleTimeWindowMode.OFF))
                  .actionAfterCompletion(ActionAfterCompletion.DELETE)
                  .target(
                      queue ->
                          queue
                              .arn(target.queueArn())
                              .roleArn(target.roleArn())
                              .input(input)
                              .deadLetterConfig(dead -> dead.arn(target.deadLetterArn()))));
    } catch (ConflictException thereIsOne) {
      // The name says run and instant, so it is the one that was to be made.
    }
  }

  /// The DAG, for people who look at the list, and what tells this run and instant from all others.
  private static String nameOf(DispatchMessage.Wake wake) {
    var dag = wake.run().dag().text();
    var shown = dag.substring(0, Math.min(dag.length(), NAME_LENGTH_MAX - DIGEST_LENGTH - 1));
    return shown + "." + Digest.of(wake.run().text() + "\n" + wake.at(), DIGEST_LENGTH);
  }
}
