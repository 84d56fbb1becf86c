package dev.millrace.local.folder;

import dev.millrace.definition.ActionKind;
import dev.millrace.definition.ActionLibrary;
import dev.millrace.definition.Problem;
import dev.millrace.definition.document.DocumentReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The actions that stand in the folder `actions` beside DAG documents, one a file.
///
/// @param actions those that are sound
/// @param problems all that is wrong with the others
public record ActionFolder(List<ActionLibrary.Declared> actions, List<Problem> problems) {
  /// The folder's name.
  public static final String NAME = "actions";

  /// Copies the lists.
  public ActionFolder {
    actions = List.copyOf(actions);
    problems = List.copyOf(problems);
  }

  /// The folder beside a document, whether it is there or not.
  public static Path beside(Path document) {
    return Optional.ofNullable(document.getParent()).orElse(Path.of("")).resolve(NAME);
  }

  /// Reads a folder; without one there are no actions.
  ///
  /// @param kinds what bodies of actions can be made of
  public static ActionFolder read(Path folder, Collection<? extends ActionKind> kinds) {
    var actions = new ArrayList<ActionLibrary.Declared>();
    var problems = new ArrayList<Problem>();
    for (var file : files(folder)) {
      switch (ActionLibrary.read(file.toString(), text(file), kinds)) {
        case ActionLibrary.Reading.Accepted(var action) -> {
          var other = actions.stream().filter(a -> a.name().equals(action.name())).findFirst();
          other.ifPresentOrElse(
              first -> problems.add(twice(file, action.name(), first.from())),
              () -> actions.add(action));
        }
        case ActionLibrary.Reading.Refused(var found) -> problems.addAll(found);
      }
    }
    return new ActionFolder(actions, problems);
  }

  private static Problem twice(Path file, String name, String other) {
    return new Problem(
        file.toString(),
        1,
        1,
        "/" + ActionLibrary.KEY,
        "action " + name + " stands in " + other + " too.",
        "Give one of them another name.");
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var all = Files.list(folder)) {
      return all.filter(file -> DagFiles.isDocument(file) && Files.isRegularFile(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be read", e);
    }
  }

  /// As much of a file as shows that it is too large; what is not UTF-8 is refused by its reader.
  private static String text(Path file) {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(DocumentReader.BYTES_MAX + 1), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
