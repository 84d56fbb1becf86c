package dev.millrace.handlers.log;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/// Writes a JSON object a line. Values that a caller adds by name become fields of it.
final class JsonLogger extends LegacyAbstractLogger implements LoggingEventAware {
  private final transient Level least;

  JsonLogger(String name, Level least) {
    this.name = name;
    this.least = least;
  }

  private boolean writes(Level level) {
    return level.toInt() >= least.toInt();
  }

  @Override
  public boolean isTraceEnabled() {
    return writes(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return writes(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return writes(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return writes(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return writes(Level.ERROR);
  }

  @Override
  public void log(LoggingEvent event) {
    var message = MessageFormatter.basicArrayFormat(event.getMessage(), event.getArgumentArray());
    LogContext.print(
        LogLine.of(
            event.getLevel(), name, message, event.getKeyValuePairs(), event.getThrowable()));
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null; // nobody asks where a line comes from
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String message,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    LogContext.print(
        LogLine.of(
            level, name, MessageFormatter.basicArrayFormat(message, arguments), List.of(), thrown));
  }
}
