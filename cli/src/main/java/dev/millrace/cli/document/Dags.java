package dev.millrace.cli.document;

import dev.millrace.definition.DagReader;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.http.HttpSettings;
import java.util.List;

/// DAG documents as the embedded host understands them, without a host.
public final class Dags {
  private Dags() {}

  /// Reads documents that use the standard task kinds.
  public static DagReader reader() {
    return new DagReader(kinds());
  }

  /// The standard task kinds. They are only asked about documents here and execute nothing.
  public static List<TaskKind> kinds() {
    return TaskKinds.standard(HttpSettings.embedded());
  }
}
