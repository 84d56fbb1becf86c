package dev.millrace.testkit.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import dev.millrace.engine.store.RunRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each end of a run starts exactly one run of each DAG that asks for it, whatever crashes between
/// the end and the start; a seed repeats its history.
class FollowersTest {
  private static final int SEEDS = 150;
  private static final int RUNS = 3;

  /// Longer than a worker believes what it has read of who follows whom.
  private static final Duration HEARD = Duration.ofSeconds(11);

  private static final List<String> DOCUMENTS =
      List.of(
          """
          dag: up
          tasks:
            a: {pass: "${ input.good }"}
            b: {needs: [a], when: "${ $not(tasks.a.output) }", fail: {error: Some.Name, cause: bad}}
            c: {needs: [a], pass: {ok: "${ tasks.a.output }"}}
          """,
          """
          dag: down
          events:
            - {after: {dag: up, status: any}, input: {run: "${ event.run }", status: "${ event.status }", ok: "${ event.output.c.ok }"}}
            - {after: {dag: up, status: failed}}
          tasks: {only: {pass: 1}}
          """,
          "dag: last\nevents: [{after: {dag: down}}]\ntasks: {only: {pass: 1}}\n",
          "dag: mourns\nevents: [{after: {dag: up, status: failed}}]\ntasks: {only: {pass: 1}}\n",
          """
          dag: picky
          events: [{after: {dag: up, status: any}, filter: "${ event.run = 'up.r0' }"}]
          tasks: {only: {pass: 1}}
          """,
          "dag: alone\ntasks: {only: {pass: 1}}\n");

  /// However often its worker is lost, an attempt follows: what is looked at is who is started.
  private static final String PATIENT =
      "defaults: {retry: {on: [WorkerLost, Undeliverable], limit: 100}}\n";

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void each_end_starts_one_run_whatever_crashes(boolean sweeps) throws InterruptedException {
    var crashes = 0;
    for (var seed = 0; seed < SEEDS; seed++) {
      var world = new FollowingWorld(seed);
      try {
        DOCUMENTS.forEach(document -> world.put(document + PATIENT));
        world.pass(HEARD);
        world.crashWith(sweeps ? 0.04 : 0.01);
        // The second run fails, and is redriven to another end.
        for (var number = 0; number < RUNS; number++) {
          world.start("up", "r" + number, FollowingWorld.object("good", number != 1));
        }
        world.goOn(sweeps);
        world.redrive(new RunId("up.r1"), FollowingWorld.object("good", false));
        world.goOn(sweeps);
        world.crashWith(0);
        world.goOn(true);
        crashes += world.crashes();
        check(world);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + (sweeps ? " with sweeps" : ""), e);
      }
    }
    assertThat(crashes).isGreaterThan(SEEDS);
  }

  private static void check(FollowingWorld world) {
    var ups = world.runsOf("up");
    assertThat(ups).hasSize(RUNS).allMatch(run -> run.state().status().hasEnded());
    var ends = ups.stream().mapToInt(run -> run.state().epoch() + 1).sum();
    assertThat(ends).isEqualTo(RUNS + 1);
    var downs = world.runsOf("down");
    assertThat(downs).hasSize(ends).allMatch(FollowersTest::hasSucceeded);
    var told = new ArrayList<String>();
    downs.forEach(run -> told.add(world.input(run).path("run").asText()));
    assertThat(told).containsExactlyInAnyOrder("up.r0", "up.r1", "up.r1", "up.r2");
    assertThat(world.runsOf("last")).hasSize(ends).allMatch(FollowersTest::hasSucceeded);
    assertThat(world.runsOf("mourns")).hasSize(2).allMatch(FollowersTest::hasSucceeded);
    assertThat(world.runsOf("picky")).hasSize(1).allMatch(FollowersTest::hasSucceeded);
    assertThat(world.runsOf("alone")).isEmpty();
    assertThat(downs.getFirst().origin().follows()).isEqualTo(1);
    assertThat(world.runsOf("last").getFirst().origin().follows()).isEqualTo(2);
  }

  private static boolean hasSucceeded(RunRecord run) {
    return run.state().status() == RunStatus.SUCCEEDED;
  }

  @Test
  void what_a_follower_gets_is_how_the_run_has_ended() throws InterruptedException {
    var world = new FollowingWorld(1);
    DOCUMENTS.forEach(world::put);
    world.start("up", "good", FollowingWorld.object("good", true));
    world.goOn(true);
    assertThat(world.input(world.runsOf("down").getFirst()).toString())
        .isEqualTo("{\"run\":\"up.good\",\"status\":\"SUCCEEDED\",\"ok\":true}");
    world.start("up", "bad", FollowingWorld.object("good", false));
    world.goOn(true);
    var mourning = world.input(world.runsOf("mourns").getFirst());
    assertThat(mourning.path("dag").asText()).isEqualTo("up");
    assertThat(mourning.path("version").asInt()).isEqualTo(1);
    assertThat(mourning.at("/error/name").asText()).isEqualTo("Some.Name");
    assertThat(mourning.at("/error/task").asText()).isEqualTo("b");
    assertThat(mourning.path("endedAt").asText()).isNotEmpty();
    assertThat(mourning.has("output")).isFalse();
  }

  @Test
  void a_circle_that_was_closed_unseen_comes_to_an_end() throws InterruptedException {
    var world = new FollowingWorld(1);
    // A DAG that asks for its own runs through another's task shows in no document.
    world.put("dag: child\ntasks: {only: {pass: 1}}\n");
    world.put("dag: again\nevents: [{after: {dag: child}}]\ntasks: {more: {dag: {name: child}}}\n");
    world.start("child", "first", FollowingWorld.object("x", true));
    world.goOn(true);
    assertThat(world.runsOf("again")).hasSize(100).allMatch(FollowersTest::hasSucceeded);
  }
}
