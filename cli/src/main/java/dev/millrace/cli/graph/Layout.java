package dev.millrace.cli.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where everything in a picture stands, from left to right, in pixels.
///
/// @param frames of the boxes, in their order
/// @param paths for each arrow the points that it leads through, ends included
record Layout(double width, double height, List<Frame> frames, List<List<Point>> paths) {
  static final double LINE_HEIGHT = 15;
  static final double MARGIN = 16;

  /// Mean width of a letter of the fonts that Svg names, at its size.
  private static final double LETTER_WIDTH = 6.8;

  private static final double PADDING = 12;
  private static final double GAP_ACROSS = 18;
  private static final double GAP_ALONG = 56;

  /// A bend is as high as an arrow needs to pass between two boxes.
  private static final double BEND_HEIGHT = 8;

  /// Times that positions follow those of their neighbours, there and back.
  private static final int SWEEPS = 6;

  record Point(double x, double y) {}

  /// A rectangle, by its left upper corner.
  record Frame(double x, double y, double width, double height) {}

  static Layout of(Picture picture) {
    var layers = Layers.of(picture);
    var heights = new double[layers.places()];
    Arrays.fill(heights, BEND_HEIGHT);
    var widths = new double[layers.layers().size()];
    for (var box = 0; box < picture.boxes().size(); box++) {
      heights[box] = (1 + picture.boxes().get(box).lines().size()) * LINE_HEIGHT + PADDING;
      var layer = layers.layerOf(box);
      widths[layer] = Math.max(widths[layer], width(picture.boxes().get(box)));
    }
    var middles = middles(layers, heights);
    var lefts = new double[widths.length];
    var x = MARGIN;
    for (var layer = 0; layer < widths.length; layer++) {
      lefts[layer] = x;
      x += widths[layer] + GAP_ALONG;
    }
    var frames = new ArrayList<Frame>();
    var bottom = 0.0;
    for (var box = 0; box < picture.boxes().size(); box++) {
      var layer = layers.layerOf(box);
      var own = width(picture.boxes().get(box));
      var top = middles[box] - heights[box] / 2;
      frames.add(new Frame(lefts[layer] + (widths[layer] - own) / 2, top, own, heights[box]));
      bottom = Math.max(bottom, top + heights[box]);
    }
    var paths =
        layers.paths().stream().map(path -> path(path, frames, layers, lefts, widths, middles));
    return new Layout(Math.max(0, x - GAP_ALONG) + MARGIN, bottom + MARGIN, frames, paths.toList());
  }

  private static double width(Picture.Box box) {
    var letters = box.lines().stream().mapToInt(String::length).max().orElse(0);
    return Math.max(letters, box.name().length()) * LETTER_WIDTH + 2 * PADDING;
  }

  /// Through each bend an arrow runs level, as long as the boxes of that layer are wide.
  private static List<Point> path(
      int[] path,
      List<Frame> frames,
      Layers layers,
      double[] lefts,
      double[] widths,
      double[] middles) {
    var points = new ArrayList<Point>();
    var from = frames.get(path[0]);
    points.add(new Point(from.x() + from.width(), middles[path[0]]));
    for (var step = 1; step < path.length - 1; step++) {
      var layer = layers.layerOf(path[step]);
      points.add(new Point(lefts[layer], middles[path[step]]));
      points.add(new Point(lefts[layer] + widths[layer], middles[path[step]]));
    }
    points.add(new Point(frames.get(path[path.length - 1]).x(), middles[path[path.length - 1]]));
    return points;
  }

  /// The height at which the middle of each place stands.
  private static double[] middles(Layers layers, double[] heights) {
    var neighbours = Layers.neighbours(heights.length);
    for (var path : layers.paths()) {
      for (var step = 1; step < path.length; step++) {
        neighbours.get(path[step]).add(path[step - 1]);
        neighbours.get(path[step - 1]).add(path[step]);
      }
    }
    var middles = new double[heights.length];
    layers.layers().forEach(layer -> place(layer, middles.clone(), heights, middles));
    for (var sweep = 0; sweep < SWEEPS; sweep++) {
      var order = sweep % 2 == 0 ? layers.layers() : layers.layers().reversed();
      for (var layer : order) {
        var wanted = middles.clone();
        for (var place : layer) {
          wanted[place] = Layers.mean(neighbours.get(place), middles, middles[place]);
        }
        place(layer, wanted, heights, middles);
      }
    }
    var top = Double.MAX_VALUE;
    for (var place = 0; place < middles.length; place++) {
      top = Math.min(top, middles[place] - heights[place] / 2);
    }
    for (var place = 0; place < middles.length; place++) {
      middles[place] += MARGIN - top;
    }
    return middles;
  }

  /// Moves the places of a layer as near to where they want to be as their order and sizes let
  /// them: the least sum of squares, found by pooling neighbours that would overlap.
  private static void place(int[] layer, double[] wanted, double[] heights, double[] middles) {
    var offsets = new double[layer.length];
    for (var i = 1; i < layer.length; i++) {
      offsets[i] = offsets[i - 1] + (heights[layer[i - 1]] + heights[layer[i]]) / 2 + GAP_ACROSS;
    }
    // Pools of places that touch, each with the sum of what its members want and their number.
    var sums = new double[layer.length];
    var sizes = new int[layer.length];
    var pools = 0;
    for (var i = 0; i < layer.length; i++) {
      sums[pools] = wanted[layer[i]] - offsets[i];
      sizes[pools++] = 1;
      while (pools > 1
          && sums[pools - 2] / sizes[pools - 2] >= sums[pools - 1] / sizes[pools - 1]) {
        pools--;
        sums[pools - 1] += sums[pools];
        sizes[pools - 1] += sizes[pools];
      }
    }
    var i = 0;
    for (var pool = 0; pool < pools; pool++) {
      for (var member = 0; member < sizes[pool]; member++, i++) {
        middles[layer[i]] = sums[pool] / sizes[pool] + offsets[i];
      }
    }
  }
}
