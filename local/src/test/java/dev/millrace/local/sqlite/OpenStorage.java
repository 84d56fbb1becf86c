package dev.millrace.local.sqlite;

import dev.millrace.engine.Clock;
import dev.millrace.testkit.contract.SteppedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A storage in an empty folder, opened before each test and removed after it; tests may close it
/// and open it again.
final class OpenStorage implements BeforeEachCallback, AfterEachCallback {
  private final Clock clock;
  private @Nullable Path folder;
  private @Nullable SqliteStorage storage;

  /// With a clock that stands still.
  OpenStorage() {
    this(new SteppedClock(Instant.parse("2026-11-23T06:00:00Z")));
  }

  OpenStorage(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("millrace-storage");
    storage = SqliteStorage.open(folder, clock, Durability.NORMAL);
  }

  SqliteStorage get() {
    if (storage == null) {
      throw new IllegalStateException("the storage is not open");
    }
    return storage;
  }

  Path folder() {
    if (folder == null) {
      throw new IllegalStateException("the test has not begun");
    }
    return folder;
  }

  void close() {
    get().close();
    storage = null;
  }

  /// Closes the storage and opens it again, as another start of the host.
  SqliteStorage reopen() {
    close();
    storage = SqliteStorage.open(folder(), clock, Durability.NORMAL);
    return storage;
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    if (storage != null) {
      storage.close();
    }
    try (var files = Files.walk(folder())) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
