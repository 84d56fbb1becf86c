package dev.millrace.handlers;

import dev.millrace.engine.Invocation;
import dev.millrace.handlers.log.LogContext;
import dev.millrace.handlers.metric.Metrics;

/// One call of a function by Lambda, until it is closed: then what it measured is written.
record Call(Invocation invocation, Metrics metrics) implements AutoCloseable {
  @Override
  public void close() {
    metrics.flush();
    LogContext.of("");
  }
}
