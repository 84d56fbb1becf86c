package dev.millrace.cli.document;

import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.http.HttpProxy;
import dev.millrace.integrations.http.HttpSettings;
import java.util.List;
import java.util.Optional;

/// DAG documents as the embedded host understands them, without a host.
public final class Dags {
  private Dags() {}

  /// The standard task kinds of the embedded host.
  public static List<TaskKind> kinds() {
    return kinds(Optional.empty());
  }

  /// The same with a proxy for HTTP requests.
  public static List<TaskKind> kinds(Optional<HttpProxy> proxy) {
    var settings = HttpSettings.embedded();
    return TaskKinds.standard(proxy.map(settings::through).orElse(settings));
  }
}
