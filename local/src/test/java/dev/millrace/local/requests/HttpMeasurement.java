package dev.millrace.local.requests;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.management.HotSpotDiagnosticMXBean;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskState;
import dev.millrace.local.TestHost;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Measures HTTP tasks on a real host: how many a second against a server that costs nothing, and
/// what tasks cost that wait. Arguments: `rate ROUNDS` or `waits`.
final class HttpMeasurement {
  private static final int COUNT = 10_000;
  private static final long MB = 1024 * 1024;

  /// Reading a run of ten thousand instances is work too.
  private static final Duration LOOKED_AT_EVERY = Duration.ofMillis(500);

  private HttpMeasurement() {}

  /// Prints what was measured.
  public static void main(String[] args) throws IOException, InterruptedException {
    try (var server = new FastServer();
        var host = TestHost.start(Files.createTempDirectory("requests"))) {
      if (args[0].equals("rate")) {
        rate(host, server, Integer.parseInt(args[1]));
      } else {
        waits(host, server);
      }
    }
  }

  private static void rate(TestHost host, FastServer server, int rounds)
      throws InterruptedException {
    host.put(
        """
        dag: rate
        tasks:
          call:
            map: {over: "${ [1..%d] }"}
            http: {get: "%s"}
        """
            .formatted(COUNT, server.url("/")));
    for (var round = 0; round < rounds; round++) {
      var before = server.answered();
      var begin = System.nanoTime();
      var end = host.end(host.run("rate", "r" + round));
      var seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(
          "%s: %,d requests in %.2f s, %,.0f a second%n",
          end.state().status(),
          server.answered() - before,
          seconds,
          (server.answered() - before) / seconds);
    }
  }

  private static void waits(TestHost host, FastServer server) throws InterruptedException {
    host.put(
        document("callbacks", "json: {notify: \"${ callback.url }\"}, callback: true", server));
    host.put(
        document(
            "polls",
            "poll: {get: \"/job\", until: \"${ $not(result.body.ok) }\", every: 1h, max: 1h}"
                .replace("\"/job\"", "\"" + server.url("/job") + "\""),
            server));
    park(host, "callbacks", "warm", 200);
    park(host, "polls", "warm", 200);
    for (var dag : new String[] {"callbacks", "polls"}) {
      var memory = memory();
      var threads = threads();
      var begin = System.nanoTime();
      park(host, dag, "all", COUNT);
      var seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(
          "%s: %,d parked in %.1f s; %+,d MB of heap, platform threads %d -> %d, virtual %s%n",
          dag, COUNT, seconds, (memory() - memory) / MB, threads, threads(), virtual());
    }
  }

  private static String document(String dag, String more, FastServer server) {
    return """
        dag: %s
        tasks:
          call:
            map: {over: "${ [1..input.count] }"}
            http: {post: "%s", %s}
        """
        .formatted(dag, server.url("/jobs"), more);
  }

  private static void park(TestHost host, String dag, String name, int count)
      throws InterruptedException {
    var input = JsonNodeFactory.instance.objectNode().put("count", count);
    var run = host.run(dag, name, input);
    try (var watch = host.host().watch(run)) {
      while (parked(host, run) < count) {
        var _ = watch.await(LOOKED_AT_EVERY, Duration.ofMinutes(2));
      }
    }
  }

  private static int parked(TestHost host, RunId run) {
    var record = host.host().runs().load(run).orElseThrow();
    if (record.state().status().hasEnded()) {
      throw new IllegalStateException(record.toString());
    }
    if (record.state().maps().isEmpty()) {
      return 0;
    }
    var instances = record.state().instancesOf(0);
    return (int)
        IntStream.range(0, instances.size())
            .filter(i -> instances.state(i) == TaskState.PARKED)
            .count();
  }

  private static long memory() {
    for (var i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  /// Virtual threads by what they do, from a thread dump.
  private static Map<String, Integer> virtual() {
    var counts = new TreeMap<String, Integer>();
    try {
      var file = Files.createTempDirectory("threads").resolve("dump.txt");
      var server = ManagementFactory.getPlatformMBeanServer();
      var diagnostics =
          ManagementFactory.newPlatformMXBeanProxy(
              server, "com.sun.management:type=HotSpotDiagnostic", HotSpotDiagnosticMXBean.class);
      diagnostics.dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
      for (var line : Files.readAllLines(file)) {
        if (line.startsWith("#") && line.contains("virtual")) {
          var name = line.replaceAll("^#\\d+ ", "").replaceAll("\\d+", "N");
          counts.merge(name.startsWith("\"action") ? "action" : name, 1, Integer::sum);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return counts;
  }
}
