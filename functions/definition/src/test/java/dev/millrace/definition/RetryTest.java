package dev.millrace.definition;

import static dev.millrace.definition.TestKinds.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.plan.ErrorPattern;
import dev.millrace.core.plan.Jitter;
import dev.millrace.core.plan.Retries;
import dev.millrace.core.plan.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryTest {
  @Test
  void a_policy_without_keys_has_the_defaults_of_the_language() {
    assertThat(retries("retry: {}"))
        .isEqualTo(
            new Retries(
                List.of(
                    new RetryPolicy(
                        List.of(new ErrorPattern("*")),
                        3,
                        Duration.ofSeconds(1),
                        2,
                        Duration.ofMinutes(5),
                        Jitter.FULL,
                        Optional.empty()))));
  }

  @Test
  void every_key_of_a_policy_is_read() {
    var retries =
        retries(
            "retry: {on: [Timeout, 'Http.5*'], limit: 7, delay: 2s, backoff: 1.5, maxDelay: 1m,"
                + " jitter: none, within: 1h}");

    assertThat(retries)
        .isEqualTo(
            new Retries(
                List.of(
                    new RetryPolicy(
                        List.of(new ErrorPattern("Timeout"), new ErrorPattern("Http.5*")),
                        7,
                        Duration.ofSeconds(2),
                        1.5,
                        Duration.ofMinutes(1),
                        Jitter.NONE,
                        Optional.of(Duration.ofHours(1))))));
  }

  @Test
  void policies_keep_their_order() {
    assertThat(retries("retry: [{on: Timeout, limit: 1}, {limit: 2}]").policies())
        .extracting(RetryPolicy::limit)
        .containsExactly(1, 2);
  }

  @Test
  void without_retry_transient_errors_are_retried_by_what_the_action_may_do() {
    assertThat(retries("")).isEqualTo(Retries.defaults(true));
    assertThat(retries("idempotent: false")).isEqualTo(Retries.defaults(false));
  }

  @Test
  void none_turns_retries_off() {
    assertThat(retries("retry: none")).isEqualTo(Retries.NONE);
    assertThat(retries("retry: none", "{limit: 5}")).isEqualTo(Retries.NONE);
  }

  @Test
  void defaults_hold_where_a_task_says_nothing() {
    assertThat(retries("", "{limit: 5}").policies().getFirst().limit()).isEqualTo(5);
    assertThat(retries("", "none")).isEqualTo(Retries.NONE);
  }

  @Test
  void a_task_replaces_the_defaults_whole() {
    var policy = retries("retry: {limit: 1}", "{on: [Timeout], delay: 1m}").policies().getFirst();

    assertThat(policy.on()).containsExactly(ErrorPattern.ANY);
    assertThat(policy.delay()).isEqualTo(Duration.ofSeconds(1));
  }

  private static Retries retries(String task) {
    return read("", task);
  }

  private static Retries retries(String task, String defaults) {
    return read("defaults: {retry: " + defaults + "}\n", task);
  }

  private static Retries read(String top, String task) {
    var document = "dag: retries\n" + top + "tasks:\n  a:\n    pass: 1\n    " + task + "\n";
    return accepted(document).plan().task(0).retries();
  }
}
