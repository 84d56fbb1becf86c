package dev.millrace.template;

import static dev.millrace.template.Templates.MAIN;
import static dev.millrace.template.Templates.PERMISSIONS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Rules for who has which rights.
final class RoleRules {
  /// All that the engine keeps, as the task role's denials must name it.
  private static final Set<String> KEPT =
      Set.of(
          "${RunsArn}",
          "${RunsArn}/*",
          "${DagsArn}",
          "${DagsArn}/*",
          "${PayloadsArn}",
          "${PayloadsArn}/*",
          "${DispatchArn}",
          "${DispatchLongArn}",
          "${ResultsArn}",
          "${DispatchDeadArn}",
          "${DispatchLongDeadArn}",
          "${ResultsDeadArn}",
          "${StartDeadArn}",
          "${ARN}:scheduler:${HERE}:schedule/${ScheduleGroup}/*",
          "${ARN}:scheduler:${HERE}:schedule-group/${ScheduleGroup}",
          "${ARN}:lambda:${HERE}:function:${NamePrefix}-*",
          "${ARN}:secretsmanager:${HERE}:secret:${NamePrefix}/*",
          "${ARN}:ssm:${HERE}:parameter/${NamePrefix}/*",
          "${ARN}:ssm:${HERE}:parameter/${NamePrefix}-engine/*");

  private static final Set<String> WORKERS = Set.of("DispatchRole", "DispatchLongRole");

  private static final Set<String> WRITING =
      Set.of(
          "dynamodb:BatchWriteItem",
          "dynamodb:DeleteItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem");

  /// Partitions of entries that move with runs.
  private static final Pattern MOVING =
      Pattern.compile("#(approval|backfill|limit|open-runs|queued-run|schedule) .+");

  private RoleRules() {}

  static List<TemplateRule> all() {
    return List.of(
        new TemplateRule(
            "each function has a role of its own",
            templates ->
                templates.functions().stream()
                    .filter(
                        function ->
                            !templates
                                .behind(function.setting("Role"))
                                .id()
                                .equals(function.resource().id().replace("Function", "Role")))
                    .map(function -> function.but("has the role of another")),
            new Fault(MAIN, "Outputs.StartRoleArn", "Outputs.ApiRoleArn")),
        new TemplateRule(
            "a function that a queue calls may take from that queue, and from no other",
            RoleRules::otherQueues,
            new Fault(
                PERMISSIONS,
                "                Resource: !Ref DispatchLongArn\n",
                "                Resource: !Ref DispatchArn\n")),
        new TemplateRule(
            "a function writes to its own log",
            RoleRules::otherLogs,
            new Fault(PERMISSIONS, "${NamePrefix}-start:*", "${NamePrefix}-*")),
        new TemplateRule(
            "callbacks, which anybody may send, start and advance nothing",
            templates ->
                statementsOf(templates, "CallbackRole")
                    .filter(
                        statement ->
                            statement.actions().contains("iam:PassRole")
                                || statement.resources().contains("${DispatchArn}"))
                    .map(statement -> statement.but("reaches beyond the answer")),
            new Fault(
                PERMISSIONS,
                "[!Ref Starting, !Ref Tracing]",
                "[!Ref Advancing, !Ref Starting, !Ref Tracing]")),
        new TemplateRule(
            "secrets are read by workers, and by the function that proves webhooks",
            templates ->
                templates
                    .ofType("AWS::IAM::Role")
                    .filter(role -> !WORKERS.contains(role.id()) && !role.id().equals("StartRole"))
                    .filter(role -> References.has(role.property("ManagedPolicyArns"), "Secrets"))
                    .map(role -> role.but("reads secrets")),
            new Fault(
                PERMISSIONS,
                "[!Ref Advancing, !Ref Starting, !Ref Tracing]",
                "[!Ref Advancing, !Ref Starting, !Ref Secrets, !Ref Tracing]")),
        new TemplateRule(
            "tasks are denied all that the engine keeps",
            RoleRules::notDenied,
            new Fault(
                PERMISSIONS,
                "                  - !Ref StartDeadArn\n              - Sid: Schedules",
                "              - Sid: Schedules")),
        new TemplateRule(
            "connections say where secrets go: the API's function alone writes them",
            RoleRules::writersOfConnections,
            new Fault(PERMISSIONS, "[\"#backfill *\",", "[\"#*\",")),
        new TemplateRule(
            "who writes entries is bound to those that move with runs",
            RoleRules::writersOfConnections,
            new Fault(
                PERMISSIONS,
                "                dynamodb:LeadingKeys: [\"#backfill",
                "                x: [\"#b")),
        new TemplateRule(
            "workers alone take the task role",
            templates ->
                References.in(trust(templates, "TaskRole")).stream()
                    .filter(name -> !WORKERS.contains(name.replace(".Arn", "")))
                    .map(name -> name + " may act as a task"),
            new Fault(
                PERMISSIONS,
                "!GetAtt DispatchRole.Arn, !GetAtt Dispatch",
                "!GetAtt ApiRole.Arn, !GetAtt Dispatch")),
        new TemplateRule(
            "what calls start in vain may be put aside: by Scheduler, and by Lambda for the function",
            templates ->
                Stream.of("SchedulerRole", "StartRole")
                    .filter(
                        role ->
                            statementsOf(templates, role)
                                .filter(Statement::allows)
                                .filter(each -> each.actions().contains("sqs:SendMessage"))
                                .noneMatch(each -> each.resources().contains("${StartDeadArn}")))
                    .map(role -> role + " may not put anything aside"),
            new Fault(
                PERMISSIONS,
                "- Sid: TicksInVain\n                Effect: Allow",
                "- Sid: TicksInVain\n                Effect: Deny")),
        new TemplateRule(
            "EventBridge Scheduler takes its role for this account and this group only",
            templates ->
                Stream.of("aws:SourceAccount", "aws:SourceArn")
                    .filter(key -> !trust(templates, "SchedulerRole").toString().contains(key))
                    .map(key -> "SchedulerRole: no condition on " + key),
            new Fault(PERMISSIONS, "\"aws:SourceArn\"", "\"aws:PrincipalArn\"")));
  }

  private static JsonNode trust(Templates templates, String role) {
    return templates.resource(PERMISSIONS, role).property("AssumeRolePolicyDocument");
  }

  /// Its own and those of the policies that it takes.
  static Stream<Statement> statementsOf(Templates templates, String role) {
    var resource = templates.resource(PERMISSIONS, role);
    return Stream.concat(
        Statement.of(resource),
        templates
            .ofType("AWS::IAM::ManagedPolicy")
            .filter(policy -> References.has(resource.property("ManagedPolicyArns"), policy.id()))
            .flatMap(Statement::of));
  }

  private static Stream<String> writersOfConnections(Templates templates) {
    return Statement.all(templates)
        .filter(Statement::allows)
        .filter(statement -> statement.actions().stream().anyMatch(WRITING::contains))
        .filter(statement -> statement.resources().contains("${DagsArn}"))
        .filter(statement -> !statement.holder().id().equals("ApiRole"))
        .filter(
            statement ->
                statement.leadingKeys().isEmpty()
                    || !statement.leadingKeys().stream().allMatch(MOVING.asMatchPredicate()))
        .map(statement -> statement.but("may write more than what moves with runs"));
  }

  private static Stream<String> otherQueues(Templates templates) {
    return templates.functions().stream()
        .filter(function -> !function.polled().isEmpty())
        .flatMap(
            function -> {
              var role = templates.behind(function.setting("Role")).id();
              var own =
                  function.polled().stream()
                      .map(event -> "${" + templates.behind(event.property("Queue")).id() + "Arn}")
                      .collect(Collectors.toSet());
              var taken =
                  statementsOf(templates, role)
                      .filter(statement -> statement.actions().contains("sqs:ReceiveMessage"))
                      .flatMap(statement -> statement.resources().stream())
                      .collect(Collectors.toSet());
              return own.equals(taken)
                  ? Stream.of()
                  : Stream.of(function.but("takes from %s, is called by %s".formatted(taken, own)));
            });
  }

  private static Stream<String> otherLogs(Templates templates) {
    return templates.functions().stream()
        .flatMap(
            function ->
                statementsOf(templates, templates.behind(function.setting("Role")).id())
                    .filter(statement -> statement.actions().contains("logs:PutLogEvents"))
                    .flatMap(statement -> statement.resources().stream())
                    .filter(
                        log -> !log.endsWith("/aws/lambda/${NamePrefix}-" + function.name() + ":*"))
                    .map(log -> function.but("writes to " + log)));
  }

  private static Stream<String> notDenied(Templates templates) {
    var missing = new HashSet<>(KEPT);
    statementsOf(templates, "TaskRole")
        .filter(statement -> !statement.allows())
        .filter(statement -> statement.actions().getFirst().endsWith(":*"))
        .flatMap(statement -> statement.resources().stream())
        .map(
            resource ->
                resource
                    .replace("arn:${AWS::Partition}", "${ARN}")
                    .replace("${AWS::Region}:${AWS::AccountId}", "${HERE}"))
        .forEach(missing::remove);
    return missing.stream().map(resource -> "tasks are not denied " + resource);
  }
}
