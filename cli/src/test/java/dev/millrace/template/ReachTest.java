package dev.millrace.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A role allows the actions that its function's code can ask for, and no others: a missing one
/// would show in production only, and one too many never.
class ReachTest {
  private static final Templates TEMPLATES = Templates.ofRepository();
  private static final Reach REACH = Reach.ofFunctions();

  /// Requests whose action has another name. A transaction needs the actions of its parts: all of
  /// ours put.
  private static final Map<String, Set<String>> ACTIONS =
      Map.ofEntries(
          Map.entry("DynamoDbClient.queryPaginator", Set.of("dynamodb:Query")),
          Map.entry("DynamoDbClient.transactWriteItems", Set.of("dynamodb:PutItem")),
          Map.entry("S3Client.getObjectAsBytes", Set.of("s3:GetObject")),
          Map.entry("S3Client.listObjectsV2Paginator", Set.of("s3:ListBucket")),
          Map.entry("S3Client.headObject", Set.of("s3:GetObject")),
          Map.entry("S3Client.copyObject", Set.of("s3:GetObject", "s3:PutObject")),
          Map.entry("S3Client.deleteObjects", Set.of("s3:DeleteObject")),
          Map.entry("S3Client.createMultipartUpload", Set.of("s3:PutObject")),
          Map.entry("S3Client.uploadPart", Set.of("s3:PutObject")),
          Map.entry("S3Client.completeMultipartUpload", Set.of("s3:PutObject")),
          Map.entry("SqsClient.sendMessageBatch", Set.of("sqs:SendMessage")));

  private static final Map<String, String> SERVICES =
      Map.of(
          "DynamoDbClient", "dynamodb",
          "S3Client", "s3",
          "SchedulerClient", "scheduler",
          "SecretsManagerClient", "secretsmanager",
          "SqsClient", "sqs",
          "SsmClient", "ssm");

  private static final Set<String> NO_REQUESTS = Set.of("builder", "close");

  /// What a poller of Lambda does with the function's role.
  private static final Set<String> POLLING =
      Set.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");

  /// Allowed for others than clients of the SDK: Lambda writes logs and traces, S3 looks whether it
  /// may say that an object is gone, IAM whether a role may be passed, and the task kinds take the
  /// role of tasks with requests of their own (decision 062).
  private static final Set<String> NOT_BY_CODE =
      Set.of(
          "logs:CreateLogStream",
          "logs:PutLogEvents",
          "xray:PutTelemetryRecords",
          "xray:PutTraceSegments",
          "s3:ListBucket",
          "iam:PassRole",
          "sts:AssumeRole");

  /// Secrets are read for actions that are still to come.
  private static final Set<String> TO_COME = Set.of("secretsmanager:GetSecretValue");

  /// The stores delete in one place, for whoever removes a run or closes a question; following
  /// calls cannot see that others never bring it anything to delete.
  private static final String DELETE = "dynamodb:DeleteItem";

  private static final Set<String> DELETING =
      Set.of("api", "callback", "start", "dispatch", "dispatch-long", "results", "reconcile");

  static Stream<LambdaFunction> functions() {
    return TEMPLATES.functions().stream();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void a_role_allows_what_the_code_asks_for(LambdaFunction function) {
    assertThat(allowed(TEMPLATES, function)).containsAll(needed(function));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void a_role_allows_nothing_else(LambdaFunction function) {
    var superfluous = new TreeSet<>(allowed(TEMPLATES, function));
    superfluous.removeAll(needed(function));
    superfluous.removeAll(NOT_BY_CODE);
    superfluous.removeAll(TO_COME);
    assertThat(superfluous).isEmpty();
  }

  private static final String RUNS = "dev.millrace.aws.dynamodb.DynamoRunStore";
  private static final String DAGS = "dev.millrace.aws.dynamodb.DynamoDagStore";
  private static final String ENTRIES = "dev.millrace.aws.dynamodb.DynamoEntryStore";

  /// Adapters, and the resources that only they ask for anything.
  private record Adapter(Set<String> types, Set<String> resources) {
    boolean owns(String resource) {
      return resources.stream().anyMatch(own -> (resource + "/").startsWith(own + "/"));
    }
  }

  private static final List<Adapter> TABLES =
      List.of(
          new Adapter(Set.of(RUNS), Set.of("${RunsArn}")),
          new Adapter(Set.of(DAGS, ENTRIES), Set.of("${DagsArn}")));

  private static final List<Adapter> SENDERS =
      List.of(
          new Adapter(
              Set.of("dev.millrace.aws.sqs.SqsDispatchQueue"),
              Set.of("${DispatchArn}", "${DispatchLongArn}")),
          new Adapter(Set.of("dev.millrace.aws.sqs.SqsResultsQueue"), Set.of("${ResultsArn}")));

  @ParameterizedTest
  @MethodSource("functions")
  void a_right_is_for_the_table_that_the_code_asks(LambdaFunction function) {
    assertThat(allowedOn(TABLES, "dynamodb:", function))
        .isEqualTo(neededOn(TABLES, "dynamodb:", function));
  }

  /// Entries stand in the table itself; a right on an index of it is none on them.
  @ParameterizedTest
  @MethodSource("functions")
  void a_right_on_entries_is_one_on_the_table(LambdaFunction function) {
    var role = TEMPLATES.behind(function.setting("Role")).id();
    var allowed =
        RoleRules.statementsOf(TEMPLATES, role)
            .filter(Statement::allows)
            .filter(statement -> statement.resources().contains("${DagsArn}"))
            .flatMap(statement -> statement.actions().stream())
            .toList();
    assertThat(neededBeside(Set.of(RUNS, DAGS), function))
        .filteredOn(name -> name.startsWith("dynamodb:"))
        .isSubsetOf(allowed);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void a_message_may_be_sent_to_the_queue_that_the_code_sends_to(LambdaFunction function) {
    assertThat(allowedOn(SENDERS, "sqs:SendMessage", function))
        .isEqualTo(neededOn(SENDERS, "sqs:SendMessage", function));
  }

  private static Map<String, Set<String>> allowedOn(
      List<Adapter> adapters, String action, LambdaFunction function) {
    var role = TEMPLATES.behind(function.setting("Role")).id();
    var allowed = new TreeMap<String, Set<String>>();
    for (var adapter : adapters) {
      var actions =
          RoleRules.statementsOf(TEMPLATES, role)
              .filter(Statement::allows)
              .filter(statement -> statement.resources().stream().anyMatch(adapter::owns))
              .flatMap(statement -> statement.actions().stream())
              .filter(name -> name.startsWith(action))
              .collect(Collectors.toCollection(TreeSet::new));
      allowed.put(adapter.resources().toString(), actions);
    }
    return allowed;
  }

  /// What is still asked for when the code of all others is closed.
  private static Map<String, Set<String>> neededOn(
      List<Adapter> adapters, String action, LambdaFunction function) {
    var needed = new TreeMap<String, Set<String>>();
    for (var adapter : adapters) {
      var others =
          adapters.stream()
              .filter(other -> !other.equals(adapter))
              .flatMap(other -> other.types().stream())
              .collect(Collectors.toSet());
      var actions = new TreeSet<>(neededBeside(others, function));
      actions.removeIf(name -> !name.startsWith(action));
      if (adapter.types().contains(RUNS) && !function.name().equals("api")) {
        actions.remove(DELETE); // as above: only the API removes runs
      }
      needed.put(adapter.resources().toString(), actions);
    }
    return needed;
  }

  @Test
  void a_right_that_is_missing_would_show() {
    var fault =
        new Fault(
            Templates.PERMISSIONS, "Action: scheduler:CreateSchedule", "Action: s3:GetObject");
    var dispatch = TEMPLATES.function("dispatch");
    assertThat(needed(dispatch))
        .contains("scheduler:CreateSchedule", "sqs:ChangeMessageVisibility");
    assertThat(allowed(TEMPLATES.with(fault), dispatch)).doesNotContain("scheduler:CreateSchedule");
  }

  private static Set<String> allowed(Templates templates, LambdaFunction function) {
    var role = templates.behind(function.setting("Role")).id();
    return RoleRules.statementsOf(templates, role)
        .filter(Statement::allows)
        .flatMap(statement -> statement.actions().stream())
        .collect(Collectors.toSet());
  }

  private static Set<String> needed(LambdaFunction function) {
    return neededBeside(Set.of(), function);
  }

  private static Set<String> neededBeside(Set<String> closed, LambdaFunction function) {
    var room = "dev.millrace.handlers.";
    var needed = new TreeSet<String>();
    for (var request :
        REACH.requestsBeside(closed, function.handler(), room + "Stack", room + "Priming")) {
      needed.addAll(actionsOf(request));
    }
    if (!function.polled().isEmpty()) {
      needed.addAll(POLLING);
    }
    if (!DELETING.contains(function.name())) {
      needed.remove(DELETE);
    }
    return needed;
  }

  private static Set<String> actionsOf(String request) {
    var named = ACTIONS.get(request);
    if (named != null) {
      return named;
    }
    var parts = request.split("\\.", 2);
    return NO_REQUESTS.contains(parts[1])
        ? Set.of()
        : Set.of(
            SERVICES.get(parts[0])
                + ":"
                + Character.toUpperCase(parts[1].charAt(0))
                + parts[1].substring(1));
  }
}
