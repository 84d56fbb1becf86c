package dev.millrace.integrations;

import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.approval.ApprovalKind;
import dev.millrace.integrations.callback.CallbackKind;
import dev.millrace.integrations.dag.DagKind;
import dev.millrace.integrations.fail.FailKind;
import dev.millrace.integrations.http.AwsApi;
import dev.millrace.integrations.http.AwsSettings;
import dev.millrace.integrations.http.HttpKind;
import dev.millrace.integrations.http.HttpSettings;
import dev.millrace.integrations.lambda.LambdaKind;
import dev.millrace.integrations.pass.PassKind;
import dev.millrace.integrations.tasks.TasksKind;
import dev.millrace.integrations.wait.WaitKind;
import java.util.List;

/// The task kinds that come with Millrace: the one list that all hosts share.
public final class TaskKinds {
  private TaskKinds() {}

  /// New kinds for a host that has no credentials of AWS, or that only reads documents.
  ///
  /// @param http what the host allows requests to reach
  public static List<TaskKind> standard(HttpSettings http) {
    return standard(http, AwsSettings.none());
  }

  /// New kinds for one host. Those that are [AutoCloseable] hold connections; the host closes them
  /// when it ends.
  ///
  /// @param http what the host allows requests to reach
  /// @param aws as whom its tasks act on AWS, and where
  public static List<TaskKind> standard(HttpSettings http, AwsSettings aws) {
    var services = new AwsApi(aws, http);
    var requests = new HttpKind(http, services);
    return List.of(
        new ApprovalKind(requests),
        new CallbackKind(),
        new DagKind(),
        new FailKind(),
        requests,
        new LambdaKind(services),
        new PassKind(),
        new TasksKind(),
        new WaitKind());
  }
}
