package dev.millrace.template;

import static dev.millrace.template.Templates.PERMISSIONS;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Rules for every statement of every policy.
final class PermissionRules {
  /// Actions that the stack may allow, as the service authorization reference of AWS names them.
  /// IAM accepts any text, so a slip of the pen would show in production only.
  private static final Map<String, Set<String>> ACTIONS =
      Map.ofEntries(
          Map.entry(
              "dynamodb",
              Set.of(
                  "BatchGetItem",
                  "BatchWriteItem",
                  "ConditionCheckItem",
                  "DeleteItem",
                  "GetItem",
                  "PutItem",
                  "Query",
                  "UpdateItem")),
          Map.entry("iam", Set.of("PassRole")),
          Map.entry("lambda", Set.of("InvokeFunction")),
          Map.entry("logs", Set.of("CreateLogStream", "PutLogEvents")),
          Map.entry(
              "s3",
              Set.of(
                  "AbortMultipartUpload", "DeleteObject", "GetObject", "ListBucket", "PutObject")),
          Map.entry(
              "scheduler",
              Set.of(
                  "CreateSchedule",
                  "DeleteSchedule",
                  "GetSchedule",
                  "ListSchedules",
                  "UpdateSchedule")),
          Map.entry("secretsmanager", Set.of("GetSecretValue")),
          Map.entry(
              "sqs",
              Set.of(
                  "ChangeMessageVisibility",
                  "DeleteMessage",
                  "GetQueueAttributes",
                  "ReceiveMessage",
                  "SendMessage")),
          Map.entry("ssm", Set.of("GetParameter", "PutParameter")),
          Map.entry("sts", Set.of("AssumeRole")),
          Map.entry("xray", Set.of("PutTelemetryRecords", "PutTraceSegments")));

  /// AWS knows no resources for these.
  private static final Set<String> WITHOUT_RESOURCES =
      Set.of("xray:PutTelemetryRecords", "xray:PutTraceSegments");

  /// A star is the last character, behind a name of the stack's own.
  private static final Pattern NAMED = Pattern.compile("[^*]*\\$\\{(?!AWS::)[\\w.]+}[^*$]*\\*?");

  private PermissionRules() {}

  static List<TemplateRule> all() {
    return List.of(
        new TemplateRule(
            "only what has no resources is allowed on all of them",
            templates ->
                Statement.all(templates)
                    .filter(Statement::allows)
                    .filter(statement -> statement.resources().contains("*"))
                    .filter(statement -> !WITHOUT_RESOURCES.containsAll(statement.actions()))
                    .map(statement -> statement.but("on every resource of the account")),
            new Fault(PERMISSIONS, "Resource: !Ref RunsArn", "Resource: \"*\"")),
        new TemplateRule(
            "no action is allowed by a star",
            templates ->
                Statement.all(templates)
                    .filter(Statement::allows)
                    .filter(
                        statement ->
                            statement.actions().stream().anyMatch(action -> action.contains("*")))
                    .map(statement -> statement.but("allows " + statement.actions())),
            new Fault(PERMISSIONS, "Action: scheduler:CreateSchedule", "Action: scheduler:*")),
        new TemplateRule(
            "there is such an action: cfn-lint lets any text pass",
            PermissionRules::unknownActions,
            new Fault(PERMISSIONS, "- dynamodb:BatchGetItem\n", "- dynamodb:BatchGetItems\n")),
        new TemplateRule(
            "resources are named, and a star stands behind a name of the stack only",
            templates ->
                Statement.all(templates)
                    .filter(Statement::allows)
                    .flatMap(
                        statement ->
                            statement.resources().stream()
                                .filter(
                                    resource ->
                                        !resource.equals("*") && !NAMED.matcher(resource).matches())
                                .map(resource -> statement.but("on " + resource))),
            new Fault(PERMISSIONS, "parameter/${NamePrefix}/*\n", "parameter/*\n")),
        new TemplateRule(
            "a statement says what it is for",
            templates ->
                Statement.all(templates)
                    .filter(statement -> statement.node().path("Sid").isMissingNode())
                    .map(statement -> statement.but("has no Sid")),
            new Fault(PERMISSIONS, "- Sid: Runs\n            Effect", "- Effect")),
        new TemplateRule(
            "a role is passed to the service that it is for and to no other",
            templates ->
                Statement.all(templates)
                    .filter(statement -> statement.actions().contains("iam:PassRole"))
                    .filter(
                        statement ->
                            !statement
                                .node()
                                .path("Condition")
                                .path("StringEquals")
                                .path("iam:PassedToService")
                                .asText()
                                .equals("scheduler.amazonaws.com"))
                    .map(statement -> statement.but("is passed to any service")),
            new Fault(PERMISSIONS, "\"iam:PassedToService\"", "\"aws:RequestedRegion\"")),
        new TemplateRule(
            "no role takes a policy of AWS: theirs are for every queue and every log",
            templates ->
                templates
                    .ofType("AWS::IAM::Role")
                    .filter(role -> role.property("ManagedPolicyArns").toString().contains("arn:"))
                    .map(role -> role.but("takes a policy of AWS")),
            new Fault(
                PERMISSIONS,
                "[!Ref Advancing, !Ref Starting, !Ref Tracing]",
                "[arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole]")));
  }

  private static Stream<String> unknownActions(Templates templates) {
    return Statement.all(templates)
        .flatMap(
            statement ->
                statement.actions().stream()
                    .filter(action -> !isKnown(action))
                    .map(action -> statement.but("there is no " + action)));
  }

  private static boolean isKnown(String action) {
    var colon = action.indexOf(':');
    if (colon < 0) {
      return false;
    }
    var known = ACTIONS.getOrDefault(action.substring(0, colon), Set.of());
    var name = action.substring(colon + 1);
    return known.contains(name) || (name.equals("*") && !known.isEmpty());
  }
}
