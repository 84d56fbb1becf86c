package dev.millrace.cli.progress;

import dev.millrace.engine.store.RunRecord;
import java.time.Duration;

/// Shows how a run goes on. One thread shows; others may say something in between.
public interface Progress extends AutoCloseable {
  /// The run stands so. Called when it changed, and now and then while it does not.
  ///
  /// @param elapsed since the run was started
  void show(RunRecord record, Duration elapsed);

  /// Something to be read that stays, in a line.
  void say(String line);

  /// Takes away what is not to stay.
  @Override
  void close();
}
