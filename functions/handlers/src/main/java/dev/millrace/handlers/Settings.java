package dev.millrace.handlers;

import dev.millrace.aws.scheduler.TickTarget;
import dev.millrace.aws.scheduler.TimerTarget;
import dev.millrace.aws.sqs.QueueUrls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What the stack tells its functions, in environment variables that template.yaml sets.
///
/// @param taskRole ARN of the role that tasks act as
/// @param callbackKey name of the parameter that holds the key of callback tokens
/// @param apiUrl where the API answers, without a slash at its end
/// @param retention how long runs are kept after they could have ended
/// @param allowedHosts that HTTP tasks may reach wherever their names lead
/// @param stack what its names begin with; those of its secrets and metrics too
record Settings(
    String runsTable,
    String dagsTable,
    String payloadBucket,
    QueueUrls queues,
    TimerTarget timers,
    TickTarget ticks,
    String taskRole,
    String callbackKey,
    String apiUrl,
    Duration retention,
    Set<String> allowedHosts,
    String stack) {

  Settings {
    allowedHosts = Set.copyOf(allowedHosts);
  }

  /// @throws IllegalArgumentException naming every variable that is missing or wrong
  static Settings of(Map<String, String> environment) {
    var variables = new Variables(environment);
    var settings =
        new Settings(
            variables.text("MILLRACE_RUNS_TABLE"),
            variables.text("MILLRACE_DAGS_TABLE"),
            variables.text("MILLRACE_PAYLOAD_BUCKET"),
            new QueueUrls(
                variables.text("MILLRACE_DISPATCH_QUEUE"),
                variables.text("MILLRACE_DISPATCH_LONG_QUEUE"),
                variables.text("MILLRACE_RESULTS_QUEUE"),
                variables.text("MILLRACE_DISPATCH_DEAD_QUEUE"),
                variables.text("MILLRACE_DISPATCH_LONG_DEAD_QUEUE"),
                variables.text("MILLRACE_RESULTS_DEAD_QUEUE"),
                variables.text("MILLRACE_START_DEAD_QUEUE")),
            new TimerTarget(
                variables.text("MILLRACE_SCHEDULE_GROUP"),
                variables.text("MILLRACE_SCHEDULER_ROLE"),
                variables.text("MILLRACE_DISPATCH_QUEUE_ARN"),
                variables.text("MILLRACE_DISPATCH_DEAD_QUEUE_ARN")),
            new TickTarget(
                variables.text("MILLRACE_SCHEDULE_GROUP"),
                variables.text("MILLRACE_SCHEDULER_ROLE"),
                variables.text("MILLRACE_START_FUNCTION"),
                variables.text("MILLRACE_START_DEAD_QUEUE_ARN")),
            variables.text("MILLRACE_TASK_ROLE"),
            variables.text("MILLRACE_CALLBACK_KEY"),
            variables.text("MILLRACE_API_URL"),
            Duration.ofDays(variables.days("MILLRACE_RETENTION_DAYS")),
            hosts(environment.getOrDefault("MILLRACE_ALLOWED_HOSTS", "")),
            variables.text("MILLRACE_SECRET_PREFIX"));
    variables.done();
    return settings;
  }

  private static Set<String> hosts(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .filter(host -> !host.isEmpty())
        .collect(Collectors.toSet());
  }

  private record Variables(Map<String, String> values, List<String> wrong) {
    Variables(Map<String, String> values) {
      this(values, new ArrayList<>());
    }

    String text(String name) {
      var value = values.getOrDefault(name, "");
      if (value.isBlank()) {
        wrong.add(name + " is missing");
      }
      return value;
    }

    int days(String name) {
      var value = text(name);
      if (!value.matches("[1-9][0-9]{0,4}")) {
        wrong.add(name + " is no number of days: " + value);
        return 0;
      }
      return Integer.parseInt(value);
    }

    void done() {
      if (!wrong.isEmpty()) {
        throw new IllegalArgumentException(
            "%s. The stack's template sets these variables; deploy it anew."
                .formatted(String.join("; ", wrong.stream().distinct().toList())));
      }
    }
  }
}
