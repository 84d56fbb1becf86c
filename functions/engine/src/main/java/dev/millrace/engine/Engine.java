package dev.millrace.engine;

import dev.millrace.core.plan.MapPolicy;
import dev.millrace.definition.ActionLibrary;
import dev.millrace.definition.DagReader;
import dev.millrace.engine.action.Actions;
import dev.millrace.engine.admission.Places;
import dev.millrace.engine.backfill.Backfills;
import dev.millrace.engine.connection.Connections;
import dev.millrace.engine.event.ReceiveWebhook;
import dev.millrace.engine.event.StartByArrival;
import dev.millrace.engine.event.Subscriptions;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.engine.limit.Permits;
import dev.millrace.engine.schedule.ActOnTicks;
import dev.millrace.engine.schedule.ShowSchedules;
import java.util.Collection;

/// The use cases over a host's ports, put together. One for a host; safe for any number of threads.
public final class Engine {
  private final Plans plans;
  private final PutDag putDag;
  private final RemoveDag removeDag;
  private final ActOnTicks actOnTicks;
  private final ShowSchedules showSchedules;
  private final StartRun startRun;
  private final StartByEvent startByEvent;
  private final StartByArrival startByArrival;
  private final ReceiveWebhook receiveWebhook;
  private final ExecuteAssignment executeAssignment;
  private final ApplyResults applyResults;
  private final CompleteCallback completeCallback;
  private final Approvals approvals;
  private final CancelRun cancelRun;
  private final RetryRun retryRun;
  private final Backfills backfills;
  private final Reconcile reconcile;
  private final ReadRun readRun;
  private final RemoveRun removeRun;
  private final Connections connections;

  /// @param kinds the task kinds that DAGs may use
  /// @param actions runs the actions of one invocation
  public Engine(
      Ports ports,
      Collection<? extends TaskKind> kinds,
      CallbackTokens tokens,
      Actions.Factory actions) {
    this(ports, kinds, ActionLibrary.EMPTY, tokens, actions);
  }

  /// @param kinds the task kinds that DAGs may use
  /// @param library actions that DAGs may use without declaring them
  /// @param actions runs the actions of one invocation
  public Engine(
      Ports ports,
      Collection<? extends TaskKind> kinds,
      ActionLibrary library,
      CallbackTokens tokens,
      Actions.Factory actions) {
    this(ports, kinds, library, tokens, actions, MapPolicy.INSTANCES_MAX);
  }

  /// @param kinds the task kinds that DAGs may use
  /// @param library actions that DAGs may use without declaring them
  /// @param actions runs the actions of one invocation
  /// @param instancesMax instances of a mapped task in one run; the same for all hosts of a store
  public Engine(
      Ports ports,
      Collection<? extends TaskKind> kinds,
      ActionLibrary library,
      CallbackTokens tokens,
      Actions.Factory actions,
      int instancesMax) {
    var runs = ports.runs();
    var clock = ports.clock();
    var payloads = new Payloads(ports.payloads());
    var chunks = new Chunks(runs, payloads, instancesMax);
    plans = new Plans(ports.dags(), new DagReader(kinds, library));
    var scopes = new RunScopes(runs, payloads, plans);
    readRun = new ReadRun(runs, plans, payloads, scopes, tokens);
    var outsideWork = new OutsideWork(runs, ports.dispatch());
    var answers = new Answers(runs, scopes, tokens, outsideWork, chunks);
    var subscriptions = new Subscriptions(ports.entries(), clock);
    var startFollowers =
        new StartFollowers(ports, plans, subscriptions, readRun, this::startByEvent);
    var endings = new Endings(runs, answers, payloads, startFollowers);
    var recording = new Recording(payloads);
    var outsideAnswers = new OutsideAnswers(runs, scopes, recording, ports.results());
    var tellParent = new TellParent(runs, plans, readRun, outsideAnswers, chunks);
    var places = new Places(ports.entries(), runs, ports.dags(), plans, ports.dispatch(), clock);
    var carryOut =
        new CarryOut(
            runs,
            ports.dispatch(),
            ports.timers(),
            outsideWork,
            tellParent,
            places,
            startFollowers,
            this::backfills);
    removeRun = new RemoveRun(runs, plans, carryOut, clock);
    var advanceRun = new AdvanceRun(runs, plans, clock, answers, endings, carryOut);
    var recovery = new Recovery(runs, advanceRun, ports.results());
    startRun =
        new StartRun(
            ports.dags(), runs, plans, payloads, clock, ports.ids(), advanceRun, carryOut, places);
    startByEvent = new StartByEvent(startRun, clock, ports.ids());
    startByArrival = new StartByArrival(ports.dags(), plans, subscriptions, startByEvent);
    receiveWebhook = new ReceiveWebhook(ports.dags(), plans, ports.secrets(), clock);
    cancelRun = new CancelRun(runs, plans, advanceRun, carryOut, clock);
    retryRun =
        new RetryRun(ports.dags(), runs, plans, payloads, clock, advanceRun, carryOut, places);
    var chunkRuns = new ChunkRuns(runs, plans, chunks, startRun, retryRun, cancelRun, tellParent);
    var questions = new Questions(ports.entries(), runs, plans, tokens, clock);
    connections = new Connections(ports.entries(), ports.secrets(), clock);
    actOnTicks =
        new ActOnTicks(
            ports.entries(),
            ports.dags(),
            plans,
            runs,
            startRun,
            cancelRun,
            places,
            ports.schedules(),
            clock);
    putDag = new PutDag(ports, plans, places, subscriptions, actOnTicks);
    showSchedules = new ShowSchedules(actOnTicks, plans, clock);
    removeDag = new RemoveDag(ports.dags(), plans, subscriptions, actOnTicks);
    var outside =
        new Outside(
            new Callbacks(runs, tokens, clock),
            questions,
            ports.payloads(),
            connections,
            new Permits(ports.entries(), clock, ports.ids(), ports.hostNumber()),
            new Children(runs, plans, startRun, cancelRun, tellParent),
            clock);
    executeAssignment =
        new ExecuteAssignment(
            runs,
            plans,
            advanceRun,
            carryOut,
            recovery,
            ports.results(),
            clock,
            actions,
            new Beginning(runs, scopes, outside, chunkRuns),
            recording,
            places);
    applyResults = new ApplyResults(plans, advanceRun, carryOut, clock);
    var answerOnce = new AnswerOnce(runs, outsideAnswers, payloads, clock);
    completeCallback = new CompleteCallback(runs, plans, answerOnce, tokens, clock);
    approvals = new Approvals(runs, plans, questions, answerOnce, tokens);
    backfills =
        new Backfills(
            ports.entries(),
            ports.dags(),
            runs,
            plans,
            startRun,
            retryRun,
            cancelRun,
            clock,
            ports.ids(),
            ports.hostNumber());
    reconcile =
        new Reconcile(ports, plans, advanceRun, carryOut, recovery, places, actOnTicks, backfills);
  }

  /// Acts on ticks of schedules.
  public ActOnTicks actOnTicks() {
    return actOnTicks;
  }

  /// Shows schedules.
  public ShowSchedules showSchedules() {
    return showSchedules;
  }

  /// Removes DAGs.
  public RemoveDag removeDag() {
    return removeDag;
  }

  /// Compiled DAG versions, and the reader of documents.
  public Plans plans() {
    return plans;
  }

  /// Stores DAGs.
  public PutDag putDag() {
    return putDag;
  }

  /// Starts runs.
  public StartRun startRun() {
    return startRun;
  }

  /// Starts runs by events.
  public StartByEvent startByEvent() {
    return startByEvent;
  }

  /// Starts the runs of all DAGs that ask for an event.
  public StartByArrival startByArrival() {
    return startByArrival;
  }

  /// Proves webhooks.
  public ReceiveWebhook receiveWebhook() {
    return receiveWebhook;
  }

  /// Handles the dispatch queues.
  public ExecuteAssignment executeAssignment() {
    return executeAssignment;
  }

  /// Handles the results queue.
  public ApplyResults applyResults() {
    return applyResults;
  }

  /// Takes callbacks.
  public CompleteCallback completeCallback() {
    return completeCallback;
  }

  /// Lists and answers what people are asked.
  public Approvals approvals() {
    return approvals;
  }

  /// Cancels runs.
  public CancelRun cancelRun() {
    return cancelRun;
  }

  /// Redrives runs.
  public RetryRun retryRun() {
    return retryRun;
  }

  /// Makes runs of ticks of the past.
  public Backfills backfills() {
    return backfills;
  }

  /// Repairs what crashes left behind.
  public Reconcile reconcile() {
    return reconcile;
  }

  /// Removes runs.
  public RemoveRun removeRun() {
    return removeRun;
  }

  /// Keeps connections.
  public Connections connections() {
    return connections;
  }

  /// Shows runs.
  public ReadRun readRun() {
    return readRun;
  }
}
