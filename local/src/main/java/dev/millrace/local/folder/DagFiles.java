package dev.millrace.local.folder;

import dev.millrace.core.DagName;
import dev.millrace.definition.DagReader;
import dev.millrace.definition.Reading;
import dev.millrace.definition.document.DocumentReader;
import dev.millrace.engine.PutDag;
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

/// The documents of a folder: which file said what last, and which DAG comes from which file. For
/// one thread at a time.
final class DagFiles {
  private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

  private final DagReader reader;
  private final PutDag putDag;
  private final Consumer<String> notices;
  private final Map<Path, String> texts = new HashMap<>();
  private final Map<DagName, Path> owners = new HashMap<>();

  DagFiles(DagReader reader, PutDag putDag, Consumer<String> notices) {
    this.reader = reader;
    this.putDag = putDag;
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

  /// Stores the file's DAG if the file has changed since it was looked at.
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
                      "%s is gone; DAG %s stays until DELETE /dags/%s."
                          .formatted(file, owned.getKey(), owned.getKey()));
                }
                return own;
              });
    }
  }

  private void put(Path file, String text) {
    switch (reader.read(file.toString(), text)) {
      case Reading.Refused(var problems) ->
          problems.forEach(problem -> notices.accept(problem.rendered()));
      case Reading.Accepted(var definition) -> {
        var dag = definition.plan().dag();
        var owner = owners.putIfAbsent(dag, file);
        if (owner != null && !owner.equals(file)) {
          notices.accept(
              "%s is left out: DAG %s stands in %s already. Give one of them another name."
                  .formatted(file, dag, owner));
          return;
        }
        owners.entrySet().removeIf(owned -> isFormer(owned, file, dag));
        store(file, text);
      }
    }
  }

  /// A file whose DAG got another name no longer speaks for the former one.
  private static boolean isFormer(Map.Entry<DagName, Path> owned, Path file, DagName dag) {
    return owned.getValue().equals(file) && !owned.getKey().equals(dag);
  }

  private void store(Path file, String text) {
    switch (putDag.put(Optional.empty(), file.toString(), text)) {
      case PutDag.Putting.Added(var dag, var version) -> {
        notices.accept("%s: DAG %s, version %d".formatted(file, dag, version));
        putDag.warnings(dag).forEach(warning -> notices.accept(file + ": " + warning));
      }
      case PutDag.Putting.Unchanged _ -> {
        // As it stands already.
      }
      case PutDag.Putting.Refused(var problems) ->
          problems.forEach(problem -> notices.accept(problem.rendered()));
    }
  }
}
