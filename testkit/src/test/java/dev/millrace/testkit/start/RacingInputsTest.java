package dev.millrace.testkit.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import dev.millrace.core.run.Redrive;
import dev.millrace.engine.Engine;
import dev.millrace.engine.Payloads;
import dev.millrace.engine.ReadRun;
import dev.millrace.engine.RetryRun;
import dev.millrace.engine.StartRun;
import dev.millrace.integrations.wait.WaitKind;
import dev.millrace.testkit.host.Crash;
import dev.millrace.testkit.host.WatchedHost;
import dev.millrace.testkit.proxy.PortProxy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An input that is too large for its item is stored before anybody knows whose start will make the
/// run. A run keeps the input that it was started with, whatever others stored for it.
class RacingInputsTest {
  private static final DagName DAG = new DagName("orders");
  private static final RunId RUN = RunId.named(DAG, "one");
  private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");

  private final WatchedHost host = new WatchedHost(() -> NOW, this::answer, new WaitKind());
  private final Engine engine = host.engine();
  private Runnable before = () -> {};
  private Runnable after = () -> {};

  /// Stores may keep what was first or what was last; neither may be the wrong input.
  @ParameterizedTest
  @EnumSource(When.class)
  void of_two_starts_that_meet_the_run_has_the_input_of_the_one_that_made_it(When when) {
    put("{dag: orders, tasks: {rest: {wait: {for: 1h}}}}");
    atNextPut(when, () -> assertThat(start("b")).isInstanceOf(StartRun.Start.Started.class));

    assertThat(start("a")).isInstanceOf(StartRun.Start.OtherInput.class);
    assertThat(inputOfRun()).isEqualTo(input("b"));
    assertThat(start("b")).isInstanceOf(StartRun.Start.Again.class);
  }

  @Test
  void a_large_input_keeps_every_digit_so_that_the_same_start_is_the_same() {
    put("{dag: orders, tasks: {rest: {wait: {for: 1h}}}}");
    var exact =
        ((ObjectNode) input("a")).put("price", new BigDecimal("0.1234567890123456789012345"));

    assertThat(start(exact)).isInstanceOf(StartRun.Start.Started.class);
    assertThat(start(exact)).isInstanceOf(StartRun.Start.Again.class);
    assertThat(inputOfRun()).isEqualTo(exact);
  }

  @Test
  void a_redrive_has_its_own_input_after_another_one_was_lost() {
    put("{dag: orders, tasks: {rest: {wait: {for: 1h}}}}");
    var _ = start("a");
    host.handleAll();
    engine.cancelRun().cancel(RUN, host.invocation());
    atNextPut(When.AFTER_IT, RacingInputsTest::crash);
    assertThatThrownBy(() -> redrive("b")).isInstanceOf(Crash.class);

    assertThat(redrive("c")).isInstanceOf(RetryRun.Retry.Reopened.class);
    assertThat(inputSeen()).isEqualTo(input("c"));
  }

  /// Both have read the run as it ended; the one that is slower is refused, and has stored its
  /// input nevertheless.
  @ParameterizedTest
  @EnumSource(When.class)
  void of_two_redrives_that_meet_the_run_has_the_input_of_the_one_that_opened_it(When when) {
    cancelled();
    atNextPut(when, () -> assertThat(redrive("b")).isInstanceOf(RetryRun.Retry.Reopened.class));

    assertThat(redrive("c")).isInstanceOf(RetryRun.Retry.StillOpen.class);
    assertThat(inputSeen()).isEqualTo(input("b"));
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void one_that_keeps_the_input_keeps_it_when_another_meets_it_that_does_not(When when) {
    cancelled();
    atNextPut(
        when,
        () -> assertThat(redrive(Optional.empty())).isInstanceOf(RetryRun.Retry.Reopened.class));

    assertThat(redrive("c")).isInstanceOf(RetryRun.Retry.StillOpen.class);
    assertThat(inputSeen()).isEqualTo(input("a"));
  }

  @Test
  void an_input_of_a_few_hundred_bytes_stands_apart_from_the_run_too() {
    cancelled();
    var middling = JsonNodeFactory.instance.objectNode().put("text", "m".repeat(1_000));
    atNextPut(
        When.BEFORE_IT, () -> assertThat(redrive("b")).isInstanceOf(RetryRun.Retry.Reopened.class));

    assertThat(redrive(Optional.of(middling))).isInstanceOf(RetryRun.Retry.StillOpen.class);
    assertThat(inputSeen()).isEqualTo(input("b"));
  }

  private void cancelled() {
    put("{dag: orders, tasks: {rest: {wait: {for: 1h}}}}");
    var _ = start("a");
    host.handleAll();
    engine.cancelRun().cancel(RUN, host.invocation());
  }

  private void atNextPut(When when, Runnable what) {
    switch (when) {
      case BEFORE_IT -> before = what;
      case AFTER_IT -> after = what;
    }
  }

  private @Nullable Object answer(PortProxy.Call call) {
    if (!call.name().equals("put") || !(call.argument(1) instanceof byte[])) {
      return call.proceed();
    }
    var first = before;
    var then = after;
    before = () -> {};
    after = () -> {};
    first.run();
    var answer = call.proceed();
    then.run();
    return answer;
  }

  private void put(String document) {
    engine.putDag().put(Optional.of(DAG), "orders.yaml", document);
  }

  private StartRun.Start start(String letter) {
    return start(input(letter));
  }

  private StartRun.Start start(JsonNode input) {
    return host.start(DAG, "one", input);
  }

  private RetryRun.Retry redrive(String letter) {
    return redrive(Optional.of(input(letter)));
  }

  private RetryRun.Retry redrive(Optional<JsonNode> input) {
    var request =
        new RetryRun.Request(RUN, new Redrive.Selection.Failed(), input, RetryRun.Version.SAME);
    return engine.retryRun().retry(request, host.invocation());
  }

  /// Longer than an item takes.
  private static JsonNode input(String letter) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("text", letter.repeat(2 * Payloads.INLINE_MAX_BYTES));
  }

  /// As its tasks and people see it.
  private JsonNode inputSeen() {
    var record = host.load(RUN);
    return engine.readRun().show(record, ReadRun.Tasks.COUNTED).path("input");
  }

  private JsonNode inputOfRun() {
    return new Payloads(host.memory().payloads()).read(host.memory().runs().input(RUN));
  }

  private static void crash() {
    throw new Crash("here");
  }

  enum When {
    BEFORE_IT,
    AFTER_IT
  }
}
