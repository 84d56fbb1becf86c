package dev.millrace.cli.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Puts the boxes of a picture into layers, so that every arrow leads to a later one, and orders
/// each layer so that few arrows cross (Sugiyama's method, with barycentres). An arrow over several
/// layers gets a bend in each layer between, which takes a place of its own there.
final class Layers {
  /// More bends than this are not made: arrows then lead straight from end to end.
  static final int BENDS_MAX = 20_000;

  /// Times that the order goes there and back; more changes little.
  private static final int SWEEPS = 8;

  private final List<int[]> layers;
  private final int[] layerOf;
  private final List<int[]> paths;

  private Layers(List<int[]> layers, int[] layerOf, List<int[]> paths) {
    this.layers = layers;
    this.layerOf = layerOf;
    this.paths = paths;
  }

  static Layers of(Picture picture) {
    var boxes = picture.boxes().size();
    var layerOfBox = longestPaths(picture);
    var bends =
        picture.arrows().stream()
            .mapToLong(arrow -> layerOfBox[arrow.to()] - layerOfBox[arrow.from()] - 1L)
            .sum();
    var paths = new ArrayList<int[]>(picture.arrows().size());
    var layerOf = Arrays.copyOf(layerOfBox, bends > BENDS_MAX ? boxes : boxes + (int) bends);
    var next = boxes;
    for (var arrow : picture.arrows()) {
      var span = layerOfBox[arrow.to()] - layerOfBox[arrow.from()];
      var path = new int[bends > BENDS_MAX ? 2 : span + 1];
      path[0] = arrow.from();
      path[path.length - 1] = arrow.to();
      for (var step = 1; step < path.length - 1; step++) {
        layerOf[next] = layerOfBox[arrow.from()] + step;
        path[step] = next++;
      }
      paths.add(path);
    }
    return new Layers(ordered(layerOf, paths), layerOf, paths);
  }

  /// The places of each layer, in the order in which they stand: first come the numbers of boxes,
  /// then those of bends.
  List<int[]> layers() {
    return layers;
  }

  /// Number of places: boxes and bends.
  int places() {
    return layerOf.length;
  }

  /// The layer of a place.
  int layerOf(int place) {
    return layerOf[place];
  }

  /// For each arrow the places that it leads through, ends included.
  List<int[]> paths() {
    return paths;
  }

  /// The layer of each box: the length of the longest way to it.
  private static int[] longestPaths(Picture picture) {
    var boxes = picture.boxes().size();
    var open = new int[boxes];
    var successors = neighbours(boxes);
    for (var arrow : picture.arrows()) {
      open[arrow.to()]++;
      successors.get(arrow.from()).add(arrow.to());
    }
    var layerOf = new int[boxes];
    var ready = new ArrayList<Integer>();
    for (var box = 0; box < boxes; box++) {
      if (open[box] == 0) {
        ready.add(box);
      }
    }
    for (var at = 0; at < ready.size(); at++) {
      var box = ready.get(at);
      for (var successor : successors.get(box)) {
        layerOf[successor] = Math.max(layerOf[successor], layerOf[box] + 1);
        if (--open[successor] == 0) {
          ready.add(successor);
        }
      }
    }
    return layerOf;
  }

  private static List<int[]> ordered(int[] layerOf, List<int[]> paths) {
    var before = neighbours(layerOf.length);
    var after = neighbours(layerOf.length);
    for (var path : paths) {
      for (var step = 1; step < path.length; step++) {
        before.get(path[step]).add(path[step - 1]);
        after.get(path[step - 1]).add(path[step]);
      }
    }
    var layers = layers(layerOf);
    var rank = new double[layerOf.length];
    layers.forEach(layer -> takeRanks(layer, rank));
    for (var sweep = 0; sweep < SWEEPS; sweep++) {
      for (var layer : layers) {
        sort(layer, before, rank);
      }
      for (var layer : layers.reversed()) {
        sort(layer, after, rank);
      }
    }
    layers.forEach(layer -> sort(layer, before, rank));
    return layers.stream()
        .map(layer -> Arrays.stream(layer).mapToInt(Integer::intValue).toArray())
        .toList();
  }

  private static List<Integer[]> layers(int[] layerOf) {
    var count = Arrays.stream(layerOf).max().orElse(-1) + 1;
    var layers = neighbours(count);
    for (var place = 0; place < layerOf.length; place++) {
      layers.get(layerOf[place]).add(place);
    }
    return layers.stream().map(layer -> layer.toArray(Integer[]::new)).toList();
  }

  /// Sorts a layer by the mean rank of each place's neighbours. The sort is stable, and a place
  /// without neighbours keeps its rank.
  private static void sort(Integer[] layer, List<List<Integer>> neighbours, double[] rank) {
    var wanted = new double[layer.length];
    for (var i = 0; i < layer.length; i++) {
      wanted[i] = mean(neighbours.get(layer[i]), rank, rank[layer[i]]);
    }
    for (var i = 0; i < layer.length; i++) {
      rank[layer[i]] = wanted[i];
    }
    Arrays.sort(layer, Comparator.comparingDouble(place -> rank[place]));
    takeRanks(layer, rank);
  }

  /// Ranks run from 0 to 1, so that layers of different sizes compare.
  private static void takeRanks(Integer[] layer, double[] rank) {
    for (var i = 0; i < layer.length; i++) {
      rank[layer[i]] = (i + 0.5) / layer.length;
    }
  }

  static double mean(List<Integer> places, double[] values, double otherwise) {
    return places.stream().mapToDouble(place -> values[place]).average().orElse(otherwise);
  }

  static List<List<Integer>> neighbours(int count) {
    var lists = new ArrayList<List<Integer>>(count);
    for (var i = 0; i < count; i++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }
}
