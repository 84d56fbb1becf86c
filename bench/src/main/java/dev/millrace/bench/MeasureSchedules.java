package dev.millrace.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.local.HostOptions;
import dev.millrace.local.LocalHost;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Measures the embedded host with many scheduled DAGs: how long after a minute's beginning the
/// runs of its ticks have started, and what the host costs while none is due.
///
/// A main class beside the shapes of `millrace bench`, which are DAGs.
public final class MeasureSchedules {
  private static final int DAGS = 10_000;
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final Duration IDLE = Duration.ofSeconds(20);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  /// The first time the code is new to the machine, as after a start; later it is as in the long
  /// run.
  private static final int TIMES = 3;

  /// In which schedules are put anew before their tick.
  private static final Duration AHEAD = Duration.ofSeconds(30);

  private MeasureSchedules() {}

  /// Prints what it measured.
  ///
  /// @param args how many DAGs, and how many of them are due together; 10,000 and a fiftieth of
  ///     them without
  public static void main(String[] args) throws IOException, InterruptedException {
    var dags = args.length > 0 ? Integer.parseInt(args[0]) : DAGS;
    var together = args.length > 1 ? Integer.parseInt(args[1]) : dags / 50;
    var folder = Files.createTempDirectory("millrace-schedules");
    System.out.println(measure(folder, dags, together));
  }

  static String measure(Path folder, int dags, int together)
      throws IOException, InterruptedException {
    if (!(LocalHost.open(HostOptions.in(folder)) instanceof LocalHost.Opening.Open(var host))) {
      throw new IOException("no host can be opened on " + folder);
    }
    try (host) {
      host.start();
      var begun = System.nanoTime();
      var due = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.DAYS);
      for (var number = 0; number < dags; number++) {
        put(host, number, due.plus(Duration.ofHours(1)));
      }
      var putSeconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1e3;
      var idle = idle();
      var late = new ArrayList<String>();
      for (var time = 0; time < TIMES; time++) {
        var tick = Instant.now().plus(AHEAD).truncatedTo(ChronoUnit.SECONDS);
        for (var number = 0; number < together; number++) {
          put(host, number, tick);
        }
        late.add("%,d ms".formatted(lateness(host, together, tick).toMillis()));
      }
      return String.format(
          Locale.ROOT,
          "%,d DAGs put in %.1f s; idle: %.2f %% of one core; %,d ticks of one second: the last run"
              + " started after it by %s",
          dags,
          putSeconds,
          idle,
          together,
          String.join(", then ", late));
    }
  }

  private static DagName name(int number) {
    return new DagName("dag-" + number);
  }

  private static void put(LocalHost host, int number, Instant at) {
    var document =
        "dag: %s\nschedule: {at: \"%s\"}\ntasks: {a: {pass: 1}}\n"
            .formatted(name(number), at.toString().replace("Z", ""));
    var _ = host.engine().putDag().put(Optional.empty(), "measured.yaml", document);
  }

  private static double idle() throws InterruptedException {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var before = system.getProcessCpuTime();
    pause(IDLE);
    return 100.0 * (system.getProcessCpuTime() - before) / IDLE.toNanos();
  }

  private static Duration lateness(LocalHost host, int together, Instant tick)
      throws InterruptedException {
    var end = tick.plus(LONGEST);
    var latest = tick;
    for (var number = 0; number < together; number++) {
      var run = RunId.ofTick(name(number), tick, Optional.empty());
      var found = host.runs().load(run);
      while (found.isEmpty()) {
        if (Instant.now().isAfter(end)) {
          throw new IllegalStateException("run " + run + " has not started");
        }
        pause(LOOK_EVERY);
        found = host.runs().load(run);
      }
      var started = found.get().state().startedAt();
      latest = started.isAfter(latest) ? started : latest;
    }
    return Duration.between(tick, latest);
  }

  private static void pause(Duration time) throws InterruptedException {
    var _ = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
