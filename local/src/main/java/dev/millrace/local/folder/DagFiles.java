package dev.millrace.local.folder;

import dev.millrace.core.DagName;
import dev.millrace.definition.Problem;
import dev.millrace.definition.Reading;
import dev.millrace.definition.document.DocumentReader;
import dev.millrace.engine.Engine;
import dev.millrace.engine.PutDag;
import dev.millrace.engine.connection.ConnectionName;
import dev.millrace.engine.connection.ConnectionReader;
import dev.millrace.engine.connection.Connections;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The documents of a folder: which file said what last, and which DAG or connection comes from
/// which file. For one thread at a time.
final class DagFiles {
  private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

  private final Engine engine;
  private final Consumer<String> notices;
  private final Map<Path, String> texts = new HashMap<>();
  private final Map<Subject, Path> owners = new HashMap<>();

  /// What a document describes.
  ///
  /// @param words as people call it
  /// @param path where the API has it
  private record Subject(String words, String path) {
    static Subject of(DagName dag) {
      return new Subject("DAG " + dag, "/dags/" + dag);
    }

    static Subject of(ConnectionName connection) {
      return new Subject("connection " + connection, "/connections/" + connection);
    }
  }

  DagFiles(Engine engine, Consumer<String> notices) {
    this.engine = engine;
    this.notices = notices;
  }

  /// Whether a file is meant as a document, by its name; hidden files are not.
  static boolean isDocument(Path file) {
    var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith);
  }

  /// Files that were there when they were looked at last.
  Set<Path> known() {
    return new TreeSet<>(texts.keySet());
  }

  /// Forgets what files said, so that each is looked at as if it had changed.
  synchronized void forgetTexts() {
    texts.replaceAll((_, _) -> "");
  }

  /// Stores what the file describes if the file has changed since it was looked at.
  synchronized void lookAt(Path file) {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(DocumentReader.BYTES_MAX + 1);
      if (bytes.length > DocumentReader.BYTES_MAX) {
        notices.accept(
            "%s has more than the %,d bytes that a document may have; it is left out."
                .formatted(file, DocumentReader.BYTES_MAX));
        return;
      }
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (!text.equals(texts.put(file, text))) {
        put(file, text);
      }
    } catch (NoSuchFileException e) {
      forget(file);
    } catch (CharacterCodingException e) {
      notices.accept(file + " is not UTF-8; save it as UTF-8.");
    } catch (IOException e) {
      notices.accept(file + " cannot be read: " + e.getMessage());
    }
  }

  private void forget(Path file) {
    if (texts.remove(file) != null) {
      owners
          .entrySet()
          .removeIf(
              owned -> {
                var own = owned.getValue().equals(file);
                if (own) {
                  notices.accept(
                      "%s is gone; %s stays until DELETE %s."
                          .formatted(file, owned.getKey().words(), owned.getKey().path()));
                }
                return own;
              });
    }
  }

  private void put(Path file, String text) {
    if (ConnectionReader.isMeantBy(text)) {
      switch (ConnectionReader.read(file.toString(), text)) {
        case ConnectionReader.Reading.Refused(var problems) -> tell(problems);
        case ConnectionReader.Reading.Accepted(var connection) -> {
          if (owns(file, Subject.of(connection.name()))) {
            storeConnection(file, text);
          }
        }
      }
      return;
    }
    var reader = engine.plans().reader();
    var beside = ActionFolder.read(ActionFolder.beside(file), reader.kinds());
    switch (reader.with(beside.actions()).read(file.toString(), text)) {
      case Reading.Refused(var problems) -> tell(problems);
      case Reading.Accepted(var definition) -> {
        if (owns(file, Subject.of(definition.plan().dag()))) {
          storeDag(file, definition.stored(text));
        }
      }
    }
  }

  /// Whether the file speaks for what it describes: the first that does so keeps it.
  private boolean owns(Path file, Subject subject) {
    var owner = owners.putIfAbsent(subject, file);
    if (owner != null && !owner.equals(file)) {
      notices.accept(
          "%s is left out: %s stands in %s already. Give one of them another name."
              .formatted(file, subject.words(), owner));
      return false;
    }
    // A file whose subject got another name no longer speaks for the former one.
    owners
        .entrySet()
        .removeIf(owned -> owned.getValue().equals(file) && !owned.getKey().equals(subject));
    return true;
  }

  private void storeDag(Path file, String text) {
    switch (engine.putDag().put(Optional.empty(), file.toString(), text)) {
      case PutDag.Putting.Added(var dag, var version) -> {
        notices.accept("%s: DAG %s, version %d".formatted(file, dag, version));
        engine.putDag().warnings(dag).forEach(warning -> notices.accept(file + ": " + warning));
      }
      case PutDag.Putting.Unchanged _ -> {
        // As it stands already.
      }
      case PutDag.Putting.Refused(var problems) -> tell(problems);
    }
  }

  private void storeConnection(Path file, String text) {
    switch (engine.connections().put(Optional.empty(), file.toString(), text)) {
      case Connections.Putting.Added(var name) ->
          notices.accept("%s: connection %s".formatted(file, name));
      case Connections.Putting.Changed(var name) ->
          notices.accept("%s: connection %s, changed".formatted(file, name));
      case Connections.Putting.Unchanged _ -> {
        // As it stands already.
      }
      case Connections.Putting.Refused(var problems) -> tell(problems);
    }
  }

  private void tell(List<Problem> problems) {
    problems.forEach(problem -> notices.accept(problem.rendered()));
  }
}
