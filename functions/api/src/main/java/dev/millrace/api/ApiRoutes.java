package dev.millrace.api;

import java.util.List;
import java.util.stream.Stream;

/// All calls of the API, by subject. `openapi.json` describes each.
final class ApiRoutes {
  private ApiRoutes() {}

  static List<Route> of(Api api) {
    return Stream.of(closed(api), new HookRoutes(api).routes()).flatMap(List::stream).toList();
  }

  /// All but the one for which a signature is the authorization: whoever answers that one reads
  /// secrets.
  static List<Route> closed(Api api) {
    return Stream.of(
            new DagRoutes(api).routes(),
            new ScheduleRoutes(api).routes(),
            new BackfillRoutes(api).routes(),
            new StartRoutes(api).routes(),
            new RunRoutes(api).routes(),
            new TaskRoutes(api).routes(),
            new ChangeRoutes(api).routes(),
            new ApprovalRoutes(api).routes(),
            new ConnectionRoutes(api).routes(),
            open(api),
            new HostRoutes(api).routes())
        .flatMap(List::stream)
        .toList();
  }

  /// Those for which a token is the authorization.
  static List<Route> open(Api api) {
    return Stream.of(new CallbackRoutes(api).routes(), new ApprovalRoutes(api).openRoutes())
        .flatMap(List::stream)
        .toList();
  }
}
