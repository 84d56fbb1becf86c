package dev.millrace.definition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// The needs between tasks as numbers. Finds cycles and answers which task comes after which, in
/// time that grows with the number of edges; nothing recurses, because chains may have 10,000
/// tasks.
final class Graph {
  private final int[][] needs;
  private final List<int[]> cycles = new ArrayList<>();
  private final BitSet inCycle = new BitSet();

  /// All tasks, each behind its needs but for those of its own cycle.
  private final int[] order;

  private int ordered;

  /// @param needs the needs of each task; none stands twice or names its own task
  Graph(int[][] needs) {
    this.needs = needs;
    this.order = new int[needs.length];
    findComponents();
  }

  /// One shortest cycle of each knot of tasks that wait for each other, by the order of their first
  /// task. Each task of a cycle needs the one that stands behind it, the last one the first.
  List<int[]> cycles() {
    return cycles;
  }

  /// Whether no task waits for itself through others.
  boolean isAcyclic() {
    return cycles.isEmpty();
  }

  /// The tasks of `marked`, those in cycles, and all that come after one of them.
  BitSet downstreamOf(BitSet marked) {
    var reached = (BitSet) marked.clone();
    reached.or(inCycle);
    for (var task : order) {
      for (var need : needs[task]) {
        if (reached.get(need)) {
          reached.set(task);
          break;
        }
      }
    }
    return reached;
  }

  /// Prepares the question which tasks come after some chosen ones. Costs a bit for each task and
  /// chosen task.
  Ancestry ancestryOf(BitSet chosen) {
    return new Ancestry(chosen);
  }

  /// Which tasks come after the chosen ones, directly or through others. Not to be asked of tasks
  /// downstream of a cycle.
  final class Ancestry {
    private final int[] places = new int[needs.length];
    private final long[][] before = new long[needs.length][];

    private Ancestry(BitSet chosen) {
      Arrays.fill(places, -1);
      var count = 0;
      for (var task = chosen.nextSetBit(0); task >= 0; task = chosen.nextSetBit(task + 1)) {
        places[task] = count++;
      }
      var words = (count + Long.SIZE - 1) / Long.SIZE;
      for (var task : order) {
        before[task] = new long[words];
        for (var need : needs[task]) {
          merge(before[task], need);
        }
      }
    }

    private void merge(long[] mine, int need) {
      // Within a cycle a need may not have had its turn.
      var theirs = before[need];
      for (var word = 0; theirs != null && word < mine.length; word++) {
        mine[word] |= theirs[word];
      }
      if (places[need] >= 0) {
        mine[places[need] / Long.SIZE] |= 1L << places[need];
      }
    }

    /// Whether `task` comes after `other`, which must be one of the chosen tasks.
    boolean comesAfter(int task, int other) {
      var place = places[other];
      return (before[task][place / Long.SIZE] >>> place & 1) != 0;
    }
  }

  /// Tarjan's algorithm with a stack of its own. It finishes each component after those that it
  /// needs, which gives the order.
  private void findComponents() {
    var found = new int[needs.length]; // from 1 in the order of discovery, 0: not yet
    var low = new int[needs.length];
    var nextNeed = new int[needs.length];
    var open = new int[needs.length];
    var openCount = 0;
    var isOpen = new BitSet();
    var path = new ArrayDeque<Integer>();
    var discovered = 0;
    for (var root = 0; root < needs.length; root++) {
      if (found[root] != 0) {
        continue;
      }
      path.push(root);
      while (!path.isEmpty()) {
        int task = path.peek();
        if (found[task] == 0) {
          found[task] = low[task] = ++discovered;
          open[openCount++] = task;
          isOpen.set(task);
        }
        if (nextNeed[task] < needs[task].length) {
          var need = needs[task][nextNeed[task]++];
          if (found[need] == 0) {
            path.push(need);
          } else if (isOpen.get(need)) {
            low[task] = Math.min(low[task], found[need]);
          }
          continue;
        }
        path.pop();
        if (!path.isEmpty()) {
          var waiting = path.peek();
          low[waiting] = Math.min(low[waiting], low[task]);
        }
        if (low[task] == found[task]) {
          var from = openCount;
          do {
            isOpen.clear(open[--from]);
          } while (open[from] != task);
          close(Arrays.copyOfRange(open, from, openCount));
          openCount = from;
        }
      }
    }
    cycles.sort((one, other) -> Integer.compare(one[0], other[0]));
  }

  private void close(int[] component) {
    for (var task : component) {
      order[ordered++] = task;
    }
    if (component.length > 1) {
      Arrays.stream(component).forEach(inCycle::set);
      cycles.add(shortestCycle(component));
    }
  }

  /// Breadth first from the component's first task until some task needs that one again.
  private int[] shortestCycle(int[] component) {
    var members = new BitSet();
    Arrays.stream(component).forEach(members::set);
    var first = members.nextSetBit(0);
    var reachedFrom = new int[needs.length];
    Arrays.fill(reachedFrom, -1);
    var queue = new ArrayDeque<Integer>();
    queue.add(first);
    while (true) {
      int task = queue.remove();
      for (var need : needs[task]) {
        if (need == first) {
          return pathTo(task, first, reachedFrom);
        }
        if (members.get(need) && reachedFrom[need] < 0) {
          reachedFrom[need] = task;
          queue.add(need);
        }
      }
    }
  }

  private static int[] pathTo(int last, int first, int[] reachedFrom) {
    var path = new ArrayDeque<Integer>();
    for (var task = last; task != first; task = reachedFrom[task]) {
      path.push(task);
    }
    path.push(first);
    return path.stream().mapToInt(Integer::intValue).toArray();
  }
}
