package dev.millrace.template;

import static dev.millrace.template.Templates.MAIN;
import static dev.millrace.template.Templates.QUEUES;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.engine.queue.ResultsQueue;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Rules for the queues and for how they call functions.
final class QueueRules {
  private static final Duration BEYOND_TIMEOUT = Duration.ofSeconds(15);
  private static final int POLLED = 3;
  private static final String START_DEAD = "StartDead";
  private static final int CONCURRENCY_MIN = 2;
  private static final int CONCURRENCY_MAX = 1000;

  private QueueRules() {}

  /// A queue and the function that it calls.
  record Mapping(LambdaFunction function, JsonNode settings, Resource queue) {
    boolean isFifo() {
      return queue.property("FifoQueue").asBoolean();
    }
  }

  static List<Mapping> mappings(Templates templates) {
    return templates.functions().stream()
        .flatMap(
            function ->
                function.polled().stream()
                    .map(
                        event ->
                            new Mapping(
                                function,
                                event.node().path("Properties"),
                                templates.behind(event.property("Queue")))))
        .toList();
  }

  static Resource deadLetters(Templates templates, Resource queue) {
    return templates.resource(
        QUEUES,
        queue
            .property("RedrivePolicy")
            .path("deadLetterTargetArn")
            .path("Fn::GetAtt")
            .path(0)
            .asText());
  }

  static List<TemplateRule> all() {
    return List.of(
        of(
            "a message stays hidden 15 s longer than its function may take, or it is delivered twice",
            mapping ->
                mapping.queue().property("VisibilityTimeout").asLong()
                    >= mapping.function().timeout().plus(BEYOND_TIMEOUT).toSeconds(),
            new Fault(QUEUES, "VisibilityTimeout: 915", "VisibilityTimeout: 914")),
        of(
            "a message may come often before it is dead: a throttled function's batches count too",
            mapping ->
                mapping.queue().property("RedrivePolicy").path("maxReceiveCount").asInt()
                    == DeadLetters.RECEIVES_MAX,
            new Fault(QUEUES, "maxReceiveCount: 5", "maxReceiveCount: 3")),
        new TemplateRule(
            "a mapping's concurrency is capped between 2 and 1000: cfn-lint lets others pass",
            templates ->
                mappings(templates).stream()
                    .filter(
                        mapping -> {
                          var most =
                              templates.number(
                                  mapping
                                      .settings()
                                      .path("ScalingConfig")
                                      .path("MaximumConcurrency"));
                          return most < CONCURRENCY_MIN || most > CONCURRENCY_MAX;
                        })
                    .map(mapping -> mapping.function().but("is called with any concurrency")),
            new Fault(MAIN, "Default: 16", "Default: 1")),
        of(
            "one failed message does not bring back the others of its batch",
            mapping ->
                mapping
                    .settings()
                    .path("FunctionResponseTypes")
                    .path(0)
                    .asText()
                    .equals("ReportBatchItemFailures"),
            new Fault(MAIN, "            FunctionResponseTypes: [ReportBatchItemFailures]\n", "")),
        of(
            "nobody waits for a batch to fill",
            mapping -> mapping.settings().path("MaximumBatchingWindowInSeconds").asInt() == 0,
            new Fault(
                MAIN,
                "            BatchSize: 1\n",
                "            BatchSize: 1\n            MaximumBatchingWindowInSeconds: 1\n")),
        of(
            "a FIFO queue gives 10 messages at once at most: cfn-lint lets more pass",
            mapping ->
                !mapping.isFifo()
                    || mapping.settings().path("BatchSize").asInt() <= ResultsQueue.BATCH_MAX,
            new Fault(MAIN, "BatchSize: 10", "BatchSize: 11")),
        new TemplateRule(
            "three queues are polled, no more, and no dead letters: a poller asks for ever",
            templates ->
                mappings(templates).size() == POLLED
                    ? mappings(templates).stream()
                        .filter(mapping -> mapping.queue().property("RedrivePolicy").isEmpty())
                        .map(mapping -> mapping.queue().but("is polled"))
                    : Stream.of("there are %d pollers".formatted(mappings(templates).size())),
            new Fault(
                MAIN,
                "Queues.Outputs.ResultsArn\n            Batch",
                "Queues.Outputs.ResultsDeadArn\n            Batch")),
        of(
            "the ordered queue works in its high throughput mode",
            mapping ->
                !mapping.isFifo()
                    || (mapping
                            .queue()
                            .property("DeduplicationScope")
                            .asText()
                            .equals("messageGroup")
                        && mapping
                            .queue()
                            .property("FifoThroughputLimit")
                            .asText()
                            .equals("perMessageGroupId")),
            new Fault(QUEUES, "perMessageGroupId", "perQueue")),
        of(
            "results are ordered, dispatch is not: FIFO has no delay for a message",
            mapping -> mapping.isFifo() == mapping.function().name().equals("results"),
            new Fault(QUEUES, "      FifoQueue: true\n      Content", "      Content")),
        withDead(
            "dead letters are of their queue's kind",
            (mapping, dead) -> dead.property("FifoQueue").asBoolean() == mapping.isFifo(),
            new Fault(QUEUES, "      FifoQueue: true\n      MessageRe", "      MessageRe")),
        withDead(
            "dead letters are kept as long as the engine expects, and longer than on their queue",
            (mapping, dead) ->
                dead.property("MessageRetentionPeriod").asLong() == DeadLetters.KEPT_FOR.toSeconds()
                    && mapping.queue().property("MessageRetentionPeriod").asLong() * 2
                        <= DeadLetters.KEPT_FOR.toSeconds(),
            new Fault(QUEUES, "MessageRetentionPeriod: 604800", "MessageRetentionPeriod: 1209600")),
        new TemplateRule(
            "what start fails with is put aside where reconcile looks for ticks, and kept as long",
            templates -> {
              var queue = templates.resource(QUEUES, START_DEAD);
              var aside = templates.function("start").setting("DeadLetterQueue");
              return Stream.of(
                      References.has(aside, "Queues.Outputs.StartDeadArn")
                          ? ""
                          : "start puts nothing aside there",
                      queue.property("FifoQueue").asBoolean()
                          ? queue.but("is ordered: EventBridge Scheduler sends to no such queue")
                          : "",
                      queue.property("MessageRetentionPeriod").asLong()
                              == DeadLetters.KEPT_FOR.toSeconds()
                          ? ""
                          : queue.but("keeps messages for another time"))
                  .filter(what -> !what.isEmpty());
            },
            new Fault(
                MAIN,
                "TargetArn: !GetAtt Queues.Outputs.StartDeadArn",
                "TargetArn: !GetAtt Queues.Outputs.DispatchDeadArn")),
        new TemplateRule(
            "messages are encrypted",
            templates ->
                templates
                    .ofType("AWS::SQS::Queue")
                    .filter(queue -> !queue.property("SqsManagedSseEnabled").asBoolean())
                    .map(queue -> queue.but("is not encrypted")),
            new Fault(QUEUES, "SqsManagedSseEnabled: true", "SqsManagedSseEnabled: false")));
  }

  private static TemplateRule of(String says, Predicate<Mapping> holds, Fault fault) {
    return new TemplateRule(
        says,
        templates ->
            mappings(templates).stream()
                .filter(mapping -> !holds.test(mapping))
                .map(mapping -> mapping.queue().but("and its function disagree")),
        fault);
  }

  private static TemplateRule withDead(
      String says, BiPredicate<Mapping, Resource> holds, Fault fault) {
    return new TemplateRule(
        says,
        templates ->
            mappings(templates).stream()
                .filter(mapping -> !holds.test(mapping, deadLetters(templates, mapping.queue())))
                .map(mapping -> mapping.queue().but("and its dead letters disagree")),
        fault);
  }
}
