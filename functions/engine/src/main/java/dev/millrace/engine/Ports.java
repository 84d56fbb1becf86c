package dev.millrace.engine;

import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.DispatchQueue;
import dev.millrace.engine.queue.ResultsQueue;
import dev.millrace.engine.queue.Timers;
import dev.millrace.engine.schedule.Schedules;
import dev.millrace.engine.secret.Secrets;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.PayloadStore;
import dev.millrace.engine.store.RunStore;

/// All that the engine asks of a host.
///
/// @param hostNumber counts the starts of the embedded host; 0 on Lambda
public record Ports(
    DagStore dags,
    RunStore runs,
    PayloadStore payloads,
    EntryStore entries,
    Secrets secrets,
    DispatchQueue dispatch,
    ResultsQueue results,
    Timers timers,
    Schedules schedules,
    DeadLetters deadLetters,
    Clock clock,
    Ids ids,
    long hostNumber) {}
