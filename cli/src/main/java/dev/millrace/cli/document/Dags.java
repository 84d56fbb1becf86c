package dev.millrace.cli.document;

import dev.millrace.cli.aws.CallerCredentials;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.http.AwsSettings;
import dev.millrace.integrations.http.HttpProxy;
import dev.millrace.integrations.http.HttpSettings;
import java.util.List;
import java.util.Optional;

/// DAG documents as the embedded host understands them, without a host.
public final class Dags {
  /// Names the role that tasks act as.
  private static final String TASK_ROLE = "MILLRACE_TASK_ROLE";

  private Dags() {}

  /// The standard task kinds of the embedded host.
  public static List<TaskKind> kinds() {
    return kinds(Optional.empty());
  }

  /// The same with a proxy for HTTP requests.
  public static List<TaskKind> kinds(Optional<HttpProxy> proxy) {
    var settings = HttpSettings.embedded();
    return TaskKinds.standard(proxy.map(settings::through).orElse(settings), aws());
  }

  /// Tasks act on AWS as whoever runs the command, unless a role is named for them.
  private static AwsSettings aws() {
    var environment = System.getenv();
    return new AwsSettings(
        new CallerCredentials(),
        Optional.ofNullable(environment.get(TASK_ROLE)).filter(arn -> !arn.isBlank()),
        "millrace",
        environment);
  }
}
