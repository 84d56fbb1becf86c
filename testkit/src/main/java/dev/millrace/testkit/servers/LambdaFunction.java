package dev.millrace.testkit.servers;

import dev.millrace.engine.Clock;
import dev.millrace.testkit.servers.EventSourceMapping.FailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A function as Lambda runs it: so many processes of its code under Lambda's own runtime client,
/// each with one call at a time. A process that ended is replaced at the next call. Safe for any
/// number of threads.
public final class LambdaFunction implements EventSourceMapping.Function, AutoCloseable {
  private final FunctionProcess.OnLoopback function;
  private final List<Place> places = new ArrayList<>();
  private final AtomicLong calls = new AtomicLong();
  private final BlockingQueue<Place> free = new LinkedBlockingQueue<>();

  /// One process at a time.
  private static final class Place {
    private @Nullable FunctionProcess process;

    synchronized FunctionProcess ready(FunctionProcess.OnLoopback function) {
      var standing = process;
      if (standing == null || !standing.isAlive()) {
        close();
        standing = FunctionProcess.start(function);
        process = standing;
      }
      return standing;
    }

    synchronized void kill() {
      if (process != null) {
        process.kill();
      }
    }

    synchronized Duration processorTime() {
      return process == null ? Duration.ZERO : process.processorTime();
    }

    synchronized List<String> output() {
      return process == null ? List.of() : process.output();
    }

    synchronized void close() {
      if (process != null) {
        process.close();
        process = null;
      }
    }
  }

  /// How it is run.
  ///
  /// @param code its jars and folders of classes
  /// @param handler the class that handles its events
  /// @param timeout of one call; a process that takes longer is ended
  /// @param processes calls at the same time
  /// @param options of its JVM
  /// @param environment its variables
  public record Settings(
      String name,
      List<Path> code,
      String handler,
      Duration timeout,
      int processes,
      List<String> options,
      Map<String, String> environment) {
    /// Copies the lists and the map.
    public Settings {
      code = List.copyOf(code);
      options = List.copyOf(options);
      environment = Map.copyOf(environment);
    }
  }

  /// Not running yet: the first call of a process starts it.
  ///
  /// @param clock that deadlines are told by
  public LambdaFunction(Settings settings, Clock clock) {
    this.function =
        new FunctionProcess.OnLoopback(
            settings.name(),
            settings.code(),
            settings.handler(),
            settings.timeout(),
            settings.options(),
            settings.environment(),
            clock);
    for (var process = 0; process < settings.processes(); process++) {
      places.add(new Place());
    }
    free.addAll(places);
  }

  /// Calls it, when one of its processes is free.
  @Override
  public String call(String event) throws FailedException, InterruptedException {
    var place = free.take();
    try {
      return place.ready(function).call("call-" + calls.incrementAndGet(), event);
    } finally {
      free.put(place);
    }
  }

  /// Ends one of its processes as `kill -9` does, whatever it is doing.
  ///
  /// @param which from 0
  public void kill(int which) {
    places.get(which).kill();
  }

  /// Processor time of the processes that stand, to a hundredth of a second.
  public Duration processorTime() {
    return places.stream().map(Place::processorTime).reduce(Duration.ZERO, Duration::plus);
  }

  /// The last lines that its processes wrote; of one that was killed, all that it wrote last.
  public List<String> output() {
    return places.stream().flatMap(place -> place.output().stream()).toList();
  }

  @Override
  public void close() {
    places.forEach(Place::close);
  }
}
