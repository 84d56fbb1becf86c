package dev.millrace.cli.document;

import dev.millrace.definition.ActionLibrary;
import dev.millrace.definition.DagReader;
import dev.millrace.definition.Problem;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.actions.ShippedActions;
import dev.millrace.local.folder.ActionFolder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Readers of documents that know the actions beside them. Each folder of actions is looked into
/// once. For one thread.
public final class Readers {
  private final List<TaskKind> kinds = Dags.kinds();
  private final DagReader reader = new DagReader(kinds, ShippedActions.library(kinds));
  private final Map<Path, ActionFolder> folders = new HashMap<>();

  /// The reader for a document. Actions that are wrong are as good as absent.
  ///
  /// @param file as it was named
  public DagReader of(String file) {
    return reader.with(folderOf(file).actions());
  }

  /// What is wrong with the actions beside a document.
  public List<Problem> problemsBeside(String file) {
    return folderOf(file).problems();
  }

  /// Reads a file that declares an action.
  ActionLibrary.Reading action(String file, Content content) {
    return ActionLibrary.read(file, content.text(), kinds);
  }

  private ActionFolder folderOf(String file) {
    return folders.computeIfAbsent(
        ActionFolder.beside(Path.of(file)), folder -> ActionFolder.read(folder, kinds));
  }
}
