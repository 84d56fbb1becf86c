package dev.millrace.local.folder;

import dev.millrace.engine.Engine;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Watches a folder, and of those in it `actions` alone, and stores each document in it that
/// changes: DAGs and connections. Documents with problems are told of and leave what was stored
/// before.
public final class DagFolder implements AutoCloseable {
  /// Editors write a file in several steps: changes are looked at once none has come for so long.
  private static final Duration SETTLED_AFTER = Duration.ofMillis(100);

  private final Path folder;
  private final WatchService watch;
  private final Engine engine;
  private final DagFiles files;
  private final Consumer<String> notices;

  private DagFolder(Path folder, WatchService watch, Engine engine, Consumer<String> notices) {
    this.folder = folder;
    this.watch = watch;
    this.engine = engine;
    this.files = new DagFiles(engine, notices);
    this.notices = notices;
  }

  /// What became of opening.
  public sealed interface Opening {
    /// Every document of the folder was looked at, and the folder is watched.
    record Open(DagFolder folder) implements Opening {}

    /// The folder cannot be watched.
    record Refused(String message, String mend) implements Opening {}
  }

  /// Looks at every document of a folder, then watches it.
  ///
  /// @param option what names the folder on the command line
  /// @param notices is told what was stored and what is wrong, in lines for people
  public static Opening open(Path folder, String option, Engine engine, Consumer<String> notices) {
    try {
      var opened = new DagFolder(folder, folder.getFileSystem().newWatchService(), engine, notices);
      // First watch, then look: what changes between is looked at twice rather than never.
      opened.register(folder);
      opened.registerActions();
      opened.tellOfActions();
      opened.lookAtAll();
      Thread.ofPlatform().daemon().name("millrace-dags").start(opened::follow);
      return new Opening.Open(opened);
    } catch (NoSuchFileException e) {
      return new Opening.Refused(
          "there is no folder %s.".formatted(folder),
          "Name an existing folder with %s.".formatted(option));
    } catch (NotDirectoryException e) {
      return new Opening.Refused(
          "%s is no folder.".formatted(folder),
          "Name an existing folder with %s.".formatted(option));
    } catch (IOException e) {
      return new Opening.Refused(
          "the folder %s cannot be watched: %s".formatted(folder, e.getMessage()),
          "Name a folder that can be read with %s.".formatted(option));
    }
  }

  private void register(Path watched) throws IOException {
    watched.register(
        watch,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
  }

  private void registerActions() throws IOException {
    try {
      register(actions());
    } catch (NoSuchFileException | NotDirectoryException e) {
      // There are none, or none any more. Once there are, the folder above says so.
    }
  }

  private Path actions() {
    return folder.resolve(ActionFolder.NAME);
  }

  private void tellOfActions() {
    ActionFolder.read(actions(), engine.plans().reader().kinds())
        .problems()
        .forEach(problem -> notices.accept(problem.rendered()));
  }

  private void lookAtAll() throws IOException {
    documents().forEach(files::lookAt);
  }

  private Set<Path> documents() throws IOException {
    var all = new TreeSet<Path>();
    try (var entries = Files.newDirectoryStream(folder, DagFiles::isDocument)) {
      entries.forEach(all::add);
    }
    return all;
  }

  private void follow() {
    try {
      while (true) {
        var key = watch.take();
        var changes = new Changes();
        while (key != null) {
          collect(key, changes);
          if (!key.reset() && folder.equals(key.watchable())) {
            notices.accept("The folder " + folder + " is gone; what came from it stays as it is.");
            return;
          }
          key = watch.poll(SETTLED_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        }
        lookAt(changes);
      }
    } catch (ClosedWatchServiceException e) {
      // The host closes.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      notices.accept("The folder " + folder + " can no longer be read: " + e.getMessage());
    }
  }

  /// What has changed since it was looked at.
  private static final class Changes {
    private final Set<Path> documents = new TreeSet<>();
    private boolean actions;
  }

  private void lookAt(Changes changes) {
    if (changes.actions) {
      // With an action each document changes that uses it.
      tellOfActions();
      files.forgetTexts();
      changes.documents.addAll(files.known());
    }
    changes.documents.forEach(files::lookAt);
  }

  private void collect(WatchKey key, Changes changes) throws IOException {
    var events = key.pollEvents();
    if (!folder.equals(key.watchable())) {
      changes.actions = true;
      return;
    }
    for (var event : events) {
      if (event.kind().equals(StandardWatchEventKinds.OVERFLOW)) {
        // So much happened that the system does not say what.
        registerActions();
        changes.actions = true;
        changes.documents.addAll(documents());
      } else if (event.context() instanceof Path name) {
        if (name.toString().equals(ActionFolder.NAME)) {
          registerActions();
          changes.actions = true;
        } else if (DagFiles.isDocument(name)) {
          changes.documents.add(folder.resolve(name));
        }
      }
    }
  }

  /// Watches no longer.
  @Override
  public void close() {
    try {
      watch.close();
    } catch (IOException e) {
      throw new IllegalStateException("the watch of " + folder + " could not be ended", e);
    }
  }
}
