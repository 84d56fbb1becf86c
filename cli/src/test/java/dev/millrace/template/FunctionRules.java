package dev.millrace.template;

import static dev.millrace.template.Templates.MAIN;

import dev.millrace.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Rules for the functions themselves.
final class FunctionRules {
  private static final long TIMEOUT_MAX_SECONDS = 900;

  /// A version that nobody calls for 14 days becomes inactive.
  private static final Set<String> OFTEN_ENOUGH = Set.of("rate(1 minute)", "rate(1 day)");

  private static final Pattern RATE =
      Pattern.compile("rate\\((1 (minute|hour|day)|([2-9]|[1-9]\\d+) (minutes|hours|days))\\)");

  private static final Set<String> JVM_FLAGS =
      Set.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "AWS_LAMBDA_EXEC_WRAPPER");

  /// What functions/handlers/pom.xml calls `handlers.jar`; [HandlersTest] looks there.
  static final String JAR = "functions/handlers/target/millrace-handlers.jar";

  private FunctionRules() {}

  static List<TemplateRule> all() {
    return List.of(
        new TemplateRule(
            "the runtime is java25 on arm64: cfn-lint lets an unknown one pass",
            templates ->
                templates.functions().stream()
                    .filter(
                        function ->
                            !function.setting("Runtime").asText().equals("java25")
                                || !function
                                    .setting("Architectures")
                                    .path(0)
                                    .asText()
                                    .equals("arm64"))
                    .map(function -> function.but("runs neither java25 nor on arm64")),
            new Fault(MAIN, "Runtime: java25", "Runtime: java26")),
        new TemplateRule(
            "no timeout is longer than Lambda's 15 minutes: cfn-lint lets it pass",
            templates ->
                templates.functions().stream()
                    .filter(
                        function ->
                            function.timeout().isZero()
                                || function.timeout().toSeconds() > TIMEOUT_MAX_SECONDS)
                    .map(function -> function.but("may take " + function.timeout())),
            new Fault(MAIN, "Timeout: 900", "Timeout: 901")),
        new TemplateRule(
            "functions that queues call may call themselves again through SQS: Lambda stops a run"
                + " after some 16 rounds otherwise",
            templates ->
                templates.functions().stream()
                    .filter(function -> !function.polled().isEmpty())
                    .filter(function -> !function.setting("RecursiveLoop").asText().equals("Allow"))
                    .map(function -> function.but("is stopped as a recursive loop")),
            new Fault(MAIN, "RecursiveLoop: Allow", "RecursiveLoop: Terminate")),
        new TemplateRule(
            "no concurrency is reserved: new accounts have little, and a reservation then fails",
            templates ->
                templates.functions().stream()
                    .filter(
                        function ->
                            !function.setting("ReservedConcurrentExecutions").isMissingNode()
                                || !function
                                    .setting("ProvisionedConcurrencyConfig")
                                    .isMissingNode())
                    .map(function -> function.but("reserves concurrency")),
            new Fault(
                MAIN,
                "    Tracing: !Ref Tracing\n",
                "    Tracing: !Ref Tracing\n    ReservedConcurrentExecutions: 5\n")),
        new TemplateRule(
            "no flag is set for the JVM: with SnapStart its own defaults are right",
            templates ->
                templates.functions().stream()
                    .filter(
                        function ->
                            function.setting("Environment").path("Variables").properties().stream()
                                .anyMatch(variable -> JVM_FLAGS.contains(variable.getKey())))
                    .map(function -> function.but("sets flags of the JVM")),
            new Fault(
                MAIN,
                "        MILLRACE_LOG_LEVEL:",
                "        JAVA_TOOL_OPTIONS: -XX:+TieredCompilation\n        MILLRACE_LOG_LEVEL:")),
        new TemplateRule(
            "every function is called once a day at least, or its snapshot becomes inactive",
            templates ->
                templates.functions().stream()
                    .filter(function -> function.rates().stream().noneMatch(OFTEN_ENOUGH::contains))
                    .map(function -> function.but("can become inactive")),
            new Fault(MAIN, "rate(1 day)", "rate(20 days)")),
        new TemplateRule(
            "rates are written as EventBridge reads them: cfn-lint lets a wrong one pass",
            templates ->
                templates.functions().stream()
                    .flatMap(function -> function.rates().stream().map(function::but))
                    .filter(rate -> !RATE.matcher(rate.substring(rate.indexOf("rate"))).matches()),
            new Fault(MAIN, "rate(1 minute)", "rate(1 minutes)")),
        new TemplateRule(
            "reconcile runs every minute and tries nothing again: the next minute does",
            templates ->
                templates.function("reconcile").rates().equals(List.of("rate(1 minute)"))
                        && templates
                                .function("reconcile")
                                .setting("EventInvokeConfig")
                                .path("MaximumRetryAttempts")
                                .asInt(-1)
                            == 0
                    ? Stream.of()
                    : Stream.of("reconcile is not called once a minute, once"),
            new Fault(MAIN, "MaximumRetryAttempts: 0", "MaximumRetryAttempts: 2")),
        new TemplateRule(
            "the jar that functions/handlers makes is named on each function and not built by SAM: it"
                + " would miss the parent pom",
            templates ->
                templates.functions().stream()
                    .filter(
                        function ->
                            !function.resource().property("CodeUri").asText().equals(JAR)
                                || !function
                                    .resource()
                                    .node()
                                    .path("Metadata")
                                    .path("SkipBuild")
                                    .asBoolean())
                    .map(function -> function.but("is not the jar, or is built by SAM")),
            new Fault(MAIN, "    Metadata: {SkipBuild: true}\n", "")),
        new TemplateRule(
            "a handler is a class of that jar: cfn-lint does not look into it",
            templates ->
                templates.functions().stream()
                    .filter(function -> !Files.exists(sourceOf(function)))
                    .map(function -> function.but("has no class " + function.handler())),
            new Fault(MAIN, "handlers.ResultsHandler", "handlers.ResultHandler")),
        new TemplateRule(
            "a function has a log group of its own, with an end: Lambda makes one that lives for ever",
            FunctionRules::withoutLogs,
            new Fault(MAIN, "      RetentionInDays: !Ref RetentionDays\n", "")),
        new TemplateRule(
            "Lambda writes no line of its own for every call: it would cost more than the call",
            templates ->
                templates.functions().stream()
                    .filter(
                        function ->
                            !function.logging("LogFormat").asText().equals("JSON")
                                || !function.logging("SystemLogLevel").asText().equals("WARN"))
                    .map(function -> function.but("has lines of Lambda in its log")),
            new Fault(MAIN, "SystemLogLevel: WARN", "SystemLogLevel: INFO")),
        new TemplateRule(
            "functions are traced, but reconcile is not: X-Ray would take every call",
            templates ->
                templates.functions().stream()
                    .filter(
                        function ->
                            function.name().equals("reconcile")
                                != function.setting("Tracing").asText().equals("PassThrough"))
                    .map(function -> function.but("is traced wrongly")),
            new Fault(MAIN, "Tracing: PassThrough", "Tracing: Active")),
        new TemplateRule(
            "a function that answers the HTTP API ends before that gives up, after 30 s",
            templates ->
                Stream.of("api", "callback")
                    .map(templates::function)
                    .filter(function -> function.timeout().compareTo(Duration.ofSeconds(29)) > 0)
                    .map(function -> function.but("may take " + function.timeout())),
            new Fault(MAIN, "Timeout: 29", "Timeout: 31")));
  }

  private static Path sourceOf(LambdaFunction function) {
    return SourceFile.root()
        .resolve("functions/handlers/src/main/java")
        .resolve(function.handler().replace('.', '/') + ".java");
  }

  private static Stream<String> withoutLogs(Templates templates) {
    return templates.functions().stream()
        .filter(
            function -> {
              var group =
                  templates.resource(MAIN, function.logging("LogGroup").path("Ref").asText());
              return !group.type().equals("AWS::Logs::LogGroup")
                  || group.property("RetentionInDays").isMissingNode()
                  || !group
                      .property("LogGroupName")
                      .path("Fn::Sub")
                      .asText()
                      .equals("/aws/lambda/${NamePrefix}-" + function.name());
            })
        .map(function -> function.but("has no log group of its own that ends"));
  }
}
