package dev.millrace.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.plan.Lane;
import dev.millrace.engine.Invocation;
import dev.millrace.engine.queue.DeadLetters;
import dev.millrace.local.invocation.HostedFunction;
import dev.millrace.local.invocation.ReconcileTimer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The embedded host calls the same functions as the stack, with the same queues and settings: what
/// runs at the desk runs on AWS.
class SameWiringTest {
  private static final Templates TEMPLATES = Templates.ofRepository();

  @Test
  void both_have_the_same_functions_that_queues_call() {
    assertThat(QueueRules.mappings(TEMPLATES))
        .extracting(mapping -> mapping.function().name())
        .containsExactlyElementsOf(
            Arrays.stream(HostedFunction.values()).map(SameWiringTest::nameOf).toList());
  }

  @ParameterizedTest
  @EnumSource
  void a_function_has_the_same_settings_on_both(HostedFunction hosted) {
    var mapping =
        QueueRules.mappings(TEMPLATES).stream()
            .filter(candidate -> candidate.function().name().equals(nameOf(hosted)))
            .findFirst()
            .orElseThrow();
    var queue = mapping.queue();
    assertThat(mapping.function().timeout()).isEqualTo(hosted.timeout());
    assertThat(mapping.settings().path("BatchSize").asInt()).isEqualTo(hosted.batchSize());
    assertThat(
            TEMPLATES.number(mapping.settings().path("ScalingConfig").path("MaximumConcurrency")))
        .isEqualTo(hosted.concurrency());
    assertThat(Duration.ofSeconds(queue.property("VisibilityTimeout").asLong()))
        .isEqualTo(hosted.visibility());
    assertThat(queue.property("RedrivePolicy").path("maxReceiveCount").asInt())
        .isEqualTo(DeadLetters.RECEIVES_MAX);
  }

  @Test
  void reconcile_has_the_same_settings_on_both() {
    var reconcile = TEMPLATES.function("reconcile");
    assertThat(reconcile.timeout()).isEqualTo(ReconcileTimer.TIMEOUT);
    assertThat(reconcile.rates())
        .containsExactly("rate(%d minute)".formatted(ReconcileTimer.EVERY.toMinutes()));
  }

  @ParameterizedTest
  @EnumSource
  void the_longest_action_of_a_lane_ends_before_its_worker_does(Lane lane) {
    var worker =
        switch (lane) {
          case SHORT -> TEMPLATES.function("dispatch");
          case LONG -> TEMPLATES.function("dispatch-long");
        };
    assertThat(worker.timeout()).isGreaterThan(lane.longest().plus(Invocation.RESERVE));
  }

  private static String nameOf(HostedFunction hosted) {
    return hosted.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
