package dev.millrace.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
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

  /// Requests whose action has another name. A transaction needs the actions of its parts, which
  /// the stores use by themselves as well.
  private static final Map<String, Set<String>> ACTIONS =
      Map.ofEntries(
          Map.entry("DynamoDbClient.queryPaginator", Set.of("dynamodb:Query")),
          Map.entry("DynamoDbClient.transactWriteItems", Set.of()),
          Map.entry("S3Client.getObjectAsBytes", Set.of("s3:GetObject")),
          Map.entry("S3Client.listObjectsV2Paginator", Set.of("s3:ListBucket")),
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

  /// Allowed for others than the code: Lambda writes logs and traces, S3 looks whether it may say
  /// that an object is gone, IAM whether a role may be passed.
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

  /// Who has begun or ended leaves the queue of its DAG; following calls cannot see that callbacks
  /// advance nothing.
  private static final String DELETE = "dynamodb:DeleteItem";

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
    var room = "dev.millrace.handlers.";
    var needed = new TreeSet<String>();
    for (var request : REACH.requestsFrom(function.handler(), room + "Stack", room + "Priming")) {
      needed.addAll(actionsOf(request));
    }
    if (!function.polled().isEmpty()) {
      needed.addAll(POLLING);
    }
    if (function.name().equals("callback")) {
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
