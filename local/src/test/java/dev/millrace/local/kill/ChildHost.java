package dev.millrace.local.kill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A [HostProcess] that the test started and kills.
final class ChildHost implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ChildHost(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static ChildHost start(Path data) throws IOException {
    return new ChildHost(
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                HostProcess.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /// Waits until the API answers; empty when the host ended before.
  Optional<HostApi> awaitApi() throws IOException {
    return Optional.ofNullable(output.readLine()).map(HostApi::new);
  }

  /// Kills the host after that time, or as soon as it ends by itself.
  void killAfter(Duration time) throws InterruptedException {
    if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("the host ended by itself: " + process.exitValue());
    }
    kill();
  }

  /// SIGKILL: the process does nothing more.
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
