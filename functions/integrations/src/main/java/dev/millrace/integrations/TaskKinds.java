package dev.millrace.integrations;

import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.approval.ApprovalKind;
import dev.millrace.integrations.callback.CallbackKind;
import dev.millrace.integrations.dag.DagKind;
import dev.millrace.integrations.fail.FailKind;
import dev.millrace.integrations.http.HttpKind;
import dev.millrace.integrations.http.HttpSettings;
import dev.millrace.integrations.pass.PassKind;
import dev.millrace.integrations.tasks.TasksKind;
import dev.millrace.integrations.wait.WaitKind;
import java.util.List;

/// The task kinds that come with Millrace: the one list that all hosts share.
public final class TaskKinds {
  private TaskKinds() {}

  /// New kinds for one host. Those that are [AutoCloseable] hold connections; the host closes them
  /// when it ends.
  ///
  /// @param http what the host allows requests to reach
  public static List<TaskKind> standard(HttpSettings http) {
    var requests = new HttpKind(http);
    return List.of(
        new ApprovalKind(requests),
        new CallbackKind(),
        new DagKind(),
        new FailKind(),
        requests,
        new PassKind(),
        new TasksKind(),
        new WaitKind());
  }
}
