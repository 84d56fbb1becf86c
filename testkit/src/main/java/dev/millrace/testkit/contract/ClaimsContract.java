package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.AssignmentId;
import dev.millrace.core.Work;
import dev.millrace.core.run.StopCause;
import dev.millrace.engine.store.Claim;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.RunStore.Claiming;
import dev.millrace.engine.store.RunStore.Stop;
import dev.millrace.engine.store.Token;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// [RunStore]: claims, stops, items of maps and callback tokens.
interface ClaimsContract {
  /// The store of the running test, empty at its start.
  RunStore runs();

  @Test
  default void an_assignment_is_taken_once() {
    var first = claim("one", new AssignmentId(3, 1), "i-1");
    var second = claim("one", new AssignmentId(3, 1), "i-2");

    assertThat(runs().claim(first)).isEqualTo(new Claiming.Claimed());
    assertThat(runs().claim(second)).isEqualTo(new Claiming.Taken(first));
    assertThat(runs().claim(first)).isEqualTo(new Claiming.Taken(first));
    assertThat(runs().claimOf(first.run(), first.assignment())).contains(first);
  }

  @Test
  default void assignments_of_other_writes_and_runs_are_others() {
    var first = claim("one", new AssignmentId(3, 1), "i-1");
    runs().claim(first);

    assertThat(runs().claim(claim("two", new AssignmentId(3, 1), "i-2")))
        .isEqualTo(new Claiming.Claimed());
    assertThat(runs().claim(claim("one", new AssignmentId(31, 1), "i-2")))
        .isEqualTo(new Claiming.Claimed());
    assertThat(runs().claimOf(first.run(), new AssignmentId(3, 11))).isEmpty();
  }

  @Test
  default void of_racing_claims_one_is_claimed_and_the_others_see_whose() {
    var claimings =
        Together.race(8, racer -> runs().claim(claim("one", new AssignmentId(3, 1), "i-" + racer)));

    var by = runs().claimOf(Examples.run("one"), new AssignmentId(3, 1)).orElseThrow();
    assertThat(claimings)
        .containsOnlyOnce(new Claiming.Claimed())
        .filteredOn(Claiming.Taken.class::isInstance)
        .hasSize(7)
        .allMatch(new Claiming.Taken(by)::equals);
  }

  @Test
  default void a_stop_is_read_by_workers_and_the_latest_epoch_stands() {
    var run = Examples.run("one");
    assertThat(runs().read(run, List.of()).stop()).isEmpty();

    runs().putStop(run, new Stop(0, StopCause.CANCEL));
    assertThat(runs().read(run, List.of()).stop()).contains(new Stop(0, StopCause.CANCEL));
    runs().putStop(run, new Stop(2, StopCause.TIMEOUT));
    runs().putStop(run, new Stop(1, StopCause.CANCEL));
    assertThat(runs().read(run, List.of()).stop()).contains(new Stop(2, StopCause.TIMEOUT));
    assertThat(runs().read(Examples.run("two"), List.of()).stop()).isEmpty();
  }

  @Test
  default void of_the_causes_of_one_stop_the_first_stands() {
    var run = Examples.run("one");
    runs().putStop(run, new Stop(1, StopCause.CANCEL));

    runs().putStop(run, new Stop(1, StopCause.FAIL_FAST));

    assertThat(runs().read(run, List.of()).stop()).contains(new Stop(1, StopCause.CANCEL));
  }

  @Test
  default void items_are_stored_in_groups_of_ten_and_the_last_may_be_shorter() {
    var run = Examples.run("one");
    var each = Examples.task("each");
    var items = items(23);

    runs().putItems(run, each, items);

    assertThat(runs().items(run, each, 0)).isEqualTo(items.subList(0, 10));
    assertThat(runs().items(run, each, 1)).isEqualTo(items.subList(10, 20));
    assertThat(runs().items(run, each, 2)).isEqualTo(items.subList(20, 23));
  }

  @Test
  default void a_group_of_items_that_is_not_there_is_an_error() {
    var run = Examples.run("one");
    var each = Examples.task("each");
    runs().putItems(run, each, items(10));
    runs().putItems(run, Examples.task("empty"), List.of());

    assertThatIllegalStateException()
        .isThrownBy(() -> runs().items(run, each, 1))
        .withMessageContaining("orders.one")
        .withMessageContaining("each");
    assertThatIllegalStateException()
        .isThrownBy(() -> runs().items(run, Examples.task("empty"), 0));
    assertThatIllegalStateException().isThrownBy(() -> runs().items(Examples.run("two"), each, 0));
  }

  @Test
  default void the_same_items_written_again_do_no_harm() {
    var run = Examples.run("one");
    var each = Examples.task("each");
    runs().putItems(run, each, items(12));

    runs().putItems(run, each, items(12));

    assertThat(runs().items(run, each, 1)).isEqualTo(items(12).subList(10, 12));
  }

  @Test
  default void a_token_is_read_back() {
    var token = Examples.token(Examples.run("one"), "ab12");
    var instance =
        new Token(token.run(), "cd34", Work.of(4, 17), 3, Optional.empty(), Examples.at(2));
    runs().putToken(token);
    runs().putToken(instance);

    assertThat(runs().token(token.run(), "ab12")).contains(token);
    assertThat(runs().token(token.run(), "cd34")).contains(instance);
    assertThat(runs().token(token.run(), "none")).isEmpty();
    assertThat(runs().token(Examples.run("two"), "ab12")).isEmpty();
  }

  @Test
  default void the_latest_sign_of_life_stands() {
    var token = Examples.token(Examples.run("one"), "ab12");
    runs().putToken(token);

    runs().seen(token.run(), "ab12", Examples.at(9));
    runs().seen(token.run(), "ab12", Examples.at(5));

    assertThat(runs().token(token.run(), "ab12"))
        .contains(Examples.token(token.run(), "ab12", Examples.at(9)));
  }

  @Test
  default void a_sign_of_life_without_a_token_changes_nothing() {
    runs().seen(Examples.run("one"), "ab12", Examples.at(9));

    assertThat(runs().token(Examples.run("one"), "ab12")).isEmpty();
  }

  @Test
  default void the_same_token_again_takes_no_sign_of_life_back() {
    var token = Examples.token(Examples.run("one"), "ab12");
    runs().putToken(token);
    runs().seen(token.run(), "ab12", Examples.at(9));

    runs().putToken(token);

    assertThat(runs().token(token.run(), "ab12"))
        .contains(Examples.token(token.run(), "ab12", Examples.at(9)));
  }

  private static Claim claim(String run, AssignmentId assignment, String invocation) {
    return new Claim(
        Examples.run(run), assignment, "message-of-" + invocation, Examples.lease(invocation));
  }

  private static List<JsonNode> items(int count) {
    return IntStream.range(0, count).mapToObj(item -> Examples.text("item " + item)).toList();
  }
}
