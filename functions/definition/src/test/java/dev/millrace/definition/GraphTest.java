package dev.millrace.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GraphTest {
  @Test
  void a_cycle_is_the_path_along_which_each_needs_the_next() {
    // 0 needs 1, 1 needs 2, 2 needs 0; 3 needs 0
    var graph = new Graph(new int[][] {{1}, {2}, {0}, {0}});

    assertThat(graph.cycles()).containsExactly(new int[] {0, 1, 2});
    assertThat(graph.isAcyclic()).isFalse();
  }

  @Test
  void of_a_knot_the_shortest_cycle_through_its_first_task_is_shown() {
    // 0 -> 1 -> 2 -> 3 -> 0, and 1 -> 0
    var graph = new Graph(new int[][] {{1}, {0, 2}, {3}, {0}});

    assertThat(graph.cycles()).containsExactly(new int[] {0, 1});
  }

  @Test
  void separate_knots_have_a_cycle_each() {
    var graph = new Graph(new int[][] {{}, {2}, {1}, {0, 4}, {3}});

    assertThat(graph.cycles()).containsExactly(new int[] {1, 2}, new int[] {3, 4});
  }

  @Test
  void what_comes_after_a_cycle_or_a_marked_task_is_downstream() {
    var graph = new Graph(new int[][] {{}, {2}, {1}, {1}, {0}, {4}});
    var marked = new BitSet();
    marked.set(4);

    assertThat(graph.downstreamOf(marked).stream()).containsExactly(1, 2, 3, 4, 5);
    assertThat(graph.downstreamOf(new BitSet()).stream()).containsExactly(1, 2, 3);
  }

  @Test
  void a_chain_of_10_000_tasks_is_walked_in_either_direction_of_the_document() {
    var last = 9_999;
    var forwards = IntStream.rangeClosed(0, last).mapToObj(i -> i == 0 ? none() : one(i - 1));
    var backwards = IntStream.rangeClosed(0, last).mapToObj(i -> i == last ? none() : one(i + 1));

    assertThat(ancestry(forwards.toArray(int[][]::new), 0).comesAfter(last, 0)).isTrue();
    assertThat(ancestry(backwards.toArray(int[][]::new), last).comesAfter(0, last)).isTrue();
  }

  @Test
  void a_cycle_of_10_000_tasks_is_found() {
    var needs = IntStream.range(0, 10_000).mapToObj(i -> one((i + 1) % 10_000));

    assertThat(new Graph(needs.toArray(int[][]::new)).cycles().getFirst()).hasSize(10_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void ancestry_is_what_a_plain_search_finds(long seed) {
    var random = new Random(seed);
    var size = 2 + random.nextInt(120);
    var needs = acyclic(random, size);
    var chosen = new BitSet();
    IntStream.range(0, size).filter(_ -> random.nextBoolean()).forEach(chosen::set);

    var graph = new Graph(needs);
    var ancestry = graph.ancestryOf(chosen);

    assertThat(graph.isAcyclic()).isTrue();
    for (var task = 0; task < size; task++) {
      for (var other : chosen.stream().toArray()) {
        assertThat(ancestry.comesAfter(task, other))
            .describedAs("seed %d: %d after %d", seed, task, other)
            .isEqualTo(search(needs, task, other));
      }
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 50);
  }

  private static int[][] acyclic(Random random, int size) {
    var places = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    Collections.shuffle(places, random);
    var needs = new int[size][];
    for (var task = 0; task < size; task++) {
      var place = places.get(task);
      needs[task] =
          IntStream.range(0, size)
              .filter(other -> places.get(other) < place && random.nextInt(size) < 2)
              .toArray();
    }
    return needs;
  }

  private static boolean search(int[][] needs, int task, int other) {
    for (var need : needs[task]) {
      if (need == other || search(needs, need, other)) {
        return true;
      }
    }
    return false;
  }

  private static Graph.Ancestry ancestry(int[][] needs, int chosen) {
    var set = new BitSet();
    set.set(chosen);
    return new Graph(needs).ancestryOf(set);
  }

  private static int[] none() {
    return new int[0];
  }

  private static int[] one(int need) {
    return new int[] {need};
  }
}
