package dev.millrace.template;

import static dev.millrace.template.Templates.MAIN;
import static dev.millrace.template.Templates.OBSERVABILITY;
import static dev.millrace.template.Templates.QUEUES;
import static dev.millrace.template.Templates.SAMCONFIG;
import static dev.millrace.template.Templates.STATE;

import dev.millrace.engine.queue.DispatchQueue;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Rules for the files and for how they hang together.
final class FileRules {
  private static final String NESTED = "AWS::CloudFormation::Stack";

  private static final List<String> CONFIG =
      List.of(
          "capabilities = \"CAPABILITY_IAM CAPABILITY_AUTO_EXPAND\"",
          "resolve_s3 = true",
          "fail_on_empty_changeset = false",
          "[default.validate.parameters]\nlint = true");

  private FileRules() {}

  static List<TemplateRule> all() {
    return List.of(
        new TemplateRule(
            "every parameter is used: cfn-lint lets an unused one pass",
            templates -> Templates.FILES.stream().flatMap(file -> unused(templates, file)),
            new Fault(
                QUEUES, "\nResources:", "\nParameters:\n  Unused: {Type: String}\n\nResources:")),
        new TemplateRule(
            "every parameter has a default: a guided deployment fails at Enter without one",
            templates ->
                templates.tree(MAIN).path("Parameters").properties().stream()
                    .filter(parameter -> parameter.getValue().path("Default").isMissingNode())
                    .map(parameter -> parameter.getKey() + " has no default"),
            new Fault(MAIN, "    Default: millrace\n", "")),
        new TemplateRule(
            "nested stacks are plain CloudFormation: a transform in them needs more capabilities",
            templates ->
                templates
                    .ofType(NESTED)
                    .map(nested -> nested.property("TemplateURL").asText())
                    .filter(file -> !templates.tree(file).path("Transform").isMissingNode())
                    .map(file -> file + " has a transform"),
            new Fault(
                STATE, "\nParameters:", "\nTransform: AWS::Serverless-2016-10-31\nParameters:")),
        new TemplateRule(
            "a nested stack gets the parameters that it has, all of them",
            templates -> templates.ofType(NESTED).flatMap(nested -> mismatch(templates, nested)),
            new Fault(
                MAIN, "        ApiId: !Ref Api\n        DispatchName", "        DispatchName")),
        new TemplateRule(
            "what is taken from a nested stack is there: cfn-lint does not look",
            FileRules::missingOutputs,
            new Fault(MAIN, "Queues.Outputs.DispatchUrl", "Queues.Outputs.DispatchAddress")),
        new TemplateRule(
            "samconfig.toml lets `sam deploy` succeed without more words",
            templates ->
                CONFIG.stream()
                    .filter(line -> !templates.text(SAMCONFIG).contains(line))
                    .map(line -> "samconfig.toml does not say " + line),
            new Fault(SAMCONFIG, " CAPABILITY_AUTO_EXPAND", "")),
        new TemplateRule(
            "somebody is told of dead letters and of old messages, of each queue",
            FileRules::withoutAlarm,
            new Fault(
                OBSERVABILITY, "Value: !Ref ResultsDeadName", "Value: !Ref DispatchDeadName")),
        new TemplateRule(
            "somebody is told of what start failed with",
            templates -> alarm(templates, "ApproximateNumberOfMessagesVisible", "StartDead"),
            new Fault(OBSERVABILITY, "Value: !Ref StartDeadName", "Value: !Ref DispatchDeadName")),
        new TemplateRule(
            "an idle queue is no alarm, but a reconcile that does not run is one",
            templates ->
                templates
                    .ofType("AWS::CloudWatch::Alarm")
                    .filter(
                        alarm ->
                            alarm.id().equals("ReconcileStopped")
                                != alarm.property("TreatMissingData").asText().equals("breaching"))
                    .map(alarm -> alarm.but("takes silence wrongly")),
            new Fault(OBSERVABILITY, "TreatMissingData: breaching", "TreatMissingData: ignore")),
        new TemplateRule(
            "messages are old when delay and work together cannot explain their age",
            FileRules::hasty,
            new Fault(OBSERVABILITY, "Threshold: 1800", "Threshold: 900")));
  }

  private static Stream<String> unused(Templates templates, String file) {
    var tree = templates.tree(file);
    var used = References.in(tree);
    return tree.path("Parameters").properties().stream()
        .filter(parameter -> !used.contains(parameter.getKey()))
        .map(parameter -> "%s: nothing uses %s".formatted(file, parameter.getKey()));
  }

  private static Stream<String> mismatch(Templates templates, Resource nested) {
    var has = templates.tree(nested.property("TemplateURL").asText()).path("Parameters");
    var gets = nested.property("Parameters");
    return Stream.concat(
        has.propertyStream()
            .filter(parameter -> !gets.has(parameter.getKey()))
            .map(parameter -> nested.but("does not get " + parameter.getKey())),
        gets.propertyStream()
            .filter(parameter -> !has.has(parameter.getKey()))
            .map(parameter -> nested.but("has no " + parameter.getKey())));
  }

  private static Stream<String> missingOutputs(Templates templates) {
    var nested =
        templates.ofType(NESTED).collect(Collectors.toMap(Resource::id, Function.identity()));
    return References.in(templates.tree(MAIN)).stream()
        .map(reference -> reference.split("\\.Outputs\\.", 2))
        .filter(parts -> parts.length == 2)
        .filter(
            parts ->
                !nested.containsKey(parts[0])
                    || !templates
                        .tree(nested.get(parts[0]).property("TemplateURL").asText())
                        .path("Outputs")
                        .has(parts[1]))
        .map(parts -> "%s gives no %s".formatted(parts[0], parts[1]));
  }

  private static Stream<String> withoutAlarm(Templates templates) {
    return QueueRules.mappings(templates).stream()
        .map(QueueRules.Mapping::queue)
        .flatMap(
            queue ->
                Stream.of(
                        alarm(templates, "ApproximateAgeOfOldestMessage", queue.id()),
                        alarm(
                            templates,
                            "ApproximateNumberOfMessagesVisible",
                            QueueRules.deadLetters(templates, queue).id()))
                    .flatMap(found -> found));
  }

  private static Stream<String> alarm(Templates templates, String metric, String queue) {
    return templates
            .ofType("AWS::CloudWatch::Alarm")
            .anyMatch(
                alarm ->
                    alarm.property("MetricName").asText().equals(metric)
                        && References.has(alarm.property("Dimensions"), queue + "Name"))
        ? Stream.of()
        : Stream.of("no alarm on %s of %s".formatted(metric, queue));
  }

  /// The age counts messages that are delayed or being worked on.
  private static Stream<String> hasty(Templates templates) {
    return QueueRules.mappings(templates).stream()
        .flatMap(
            mapping ->
                templates
                    .ofType("AWS::CloudWatch::Alarm")
                    .filter(
                        alarm ->
                            References.has(
                                alarm.property("Dimensions"), mapping.queue().id() + "Name"))
                    .filter(
                        alarm ->
                            alarm.property("Threshold").asLong()
                                <= mapping.function().timeout().toSeconds()
                                    + (mapping.isFifo() ? 0 : delayMaxSeconds()))
                    .map(alarm -> alarm.but("counts what is not late")));
  }

  private static long delayMaxSeconds() {
    return DispatchQueue.DELAY_MAX.toSeconds();
  }
}
