package dev.millrace.handlers.log;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// Gives SLF4J its loggers. The environment variable `MILLRACE_LOG_LEVEL` says what is written;
/// without it, INFO and above.
public final class JsonLogProvider implements SLF4JServiceProvider {
  private static final String LEVEL = "MILLRACE_LOG_LEVEL";

  /// The line of SLF4J whose loggers these are.
  private static final String API_VERSION = "2.0.99";

  private final ConcurrentHashMap<String, JsonLogger> loggers = new ConcurrentHashMap<>();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();
  private Level least = Level.INFO;

  @Override
  public void initialize() {
    least = levelOf(System.getenv(LEVEL));
  }

  /// A word that is no level counts as none: a function must not fail for it.
  static Level levelOf(@Nullable String word) {
    var wanted = word == null ? "" : word.toUpperCase(Locale.ROOT);
    return Arrays.stream(Level.values())
        .filter(level -> level.name().equals(wanted))
        .findFirst()
        .orElse(Level.INFO);
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return name -> loggers.computeIfAbsent(name, missing -> new JsonLogger(missing, least));
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return API_VERSION;
  }
}
