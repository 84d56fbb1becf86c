package dev.millrace.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import dev.millrace.api.Api;
import dev.millrace.api.RunNow;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.Clock;
import dev.millrace.engine.Engine;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.Ports;
import dev.millrace.engine.action.ThreadedActions;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.handlers.log.LogContext;
import dev.millrace.handlers.metric.MeasuredDeadLetters;
import dev.millrace.handlers.metric.MeasuredRunStore;
import dev.millrace.handlers.metric.Metrics;
import dev.millrace.integrations.actions.ShippedActions;
import java.util.List;
import java.util.Optional;
import org.crac.Core;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/// All that the handlers of one process share, put together: the use cases over the ports,
/// measured.
final class Wiring {
  /// A service's own fault, and not that of whoever asked it.
  private static final int SERVER_FAULT = 500;

  private static final class Live {
    static final Wiring WIRING = Stack.wiring(System.getenv()).toldOfSnapshots();
  }

  private final Clock clock;
  private final Ports ports;
  private final MeasuredRunStore runs;
  private final Engine engine;
  private final List<TaskKind> kinds;
  private final Visibility visibility;
  private final Metrics metrics;

  // Kept, because those who tell of snapshots hold those whom they tell by a weak reference.
  private final Priming priming;

  /// The one of this process, made by its first handler.
  static Wiring live() {
    return Live.WIRING;
  }

  /// Over any ports.
  Wiring(
      Ports ports,
      List<TaskKind> kinds,
      CallbackTokens tokens,
      Visibility visibility,
      Metrics metrics) {
    this.clock = ports.clock();
    this.runs = new MeasuredRunStore(ports.runs(), metrics, clock);
    this.ports =
        new Ports(
            ports.dags(),
            runs,
            ports.payloads(),
            ports.entries(),
            ports.secrets(),
            ports.dispatch(),
            ports.results(),
            ports.timers(),
            ports.schedules(),
            new MeasuredDeadLetters(ports.deadLetters(), metrics),
            clock,
            ports.ids(),
            ports.hostNumber());
    this.kinds = List.copyOf(kinds);
    this.engine =
        new Engine(
            this.ports,
            kinds,
            ShippedActions.library(kinds),
            tokens,
            () -> new ThreadedActions(clock));
    this.visibility = visibility;
    this.metrics = metrics;
    this.priming = new Priming(runs);
  }

  /// Has this wiring primed before a snapshot.
  Wiring toldOfSnapshots() {
    Core.getGlobalContext().register(priming);
    return this;
  }

  /// A call begins; it ends when what is returned is closed.
  Call call(Context context) {
    LogContext.of(context.getAwsRequestId());
    runs.begin();
    var deadline = clock.now().plusMillis(context.getRemainingTimeInMillis());
    return new Call(
        new Invocation(ports.ids().invocation(), deadline, ports.hostNumber()), metrics);
  }

  Api api() {
    return new Api(
        engine,
        ports.dags(),
        runs,
        ports.payloads(),
        kinds,
        new RunNow(engine, runs),
        () -> true,
        Wiring::trouble);
  }

  /// Throttles that outlasted all retries, lost connections, faults of a service. A lack of rights
  /// is none of these: asking again would not mend it.
  private static Optional<String> trouble(RuntimeException thrown) {
    var passes =
        switch (thrown) {
          case SdkClientException _ -> true;
          case AwsServiceException service ->
              service.isThrottlingException() || service.statusCode() >= SERVER_FAULT;
          default -> false;
        };
    return passes ? Optional.of("the storage did not answer; ask again") : Optional.empty();
  }

  Engine engine() {
    return engine;
  }

  Visibility visibility() {
    return visibility;
  }

  Metrics metrics() {
    return metrics;
  }

  Clock clock() {
    return clock;
  }
}
