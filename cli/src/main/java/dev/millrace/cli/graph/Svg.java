package dev.millrace.cli.graph;

import dev.millrace.cli.graph.Layout.Frame;
import dev.millrace.cli.graph.Layout.Point;
import java.util.List;
import java.util.Locale;

/// A picture as SVG, complete in itself, for light and dark pages.
public final class Svg {
  /// More arrows than this only make a black page, and a very large one.
  public static final int ARROWS_MAX = 50_000;

  /// How far the second frame of a stack stands behind the first.
  private static final double STACK_OFFSET = 4;

  private static final String HEAD =
      """
      <style>
      .millrace text { font: 12px system-ui, sans-serif; fill: #1f2933; }
      .millrace .name { font-weight: 600; }
      .millrace .line { font-size: 11px; fill: #52606d; }
      .millrace .box { fill: #f5f7fa; stroke: #52606d; }
      .millrace .arrow { fill: none; stroke: #52606d; }
      .millrace .unusual { stroke-dasharray: 4 3; }
      .millrace #head path { fill: #52606d; }
      @media (prefers-color-scheme: dark) {
      .millrace text { fill: #e4e7eb; }
      .millrace .line { fill: #9aa5b1; }
      .millrace .box { fill: #1f2933; stroke: #9aa5b1; }
      .millrace .arrow { stroke: #9aa5b1; }
      .millrace #head path { fill: #9aa5b1; }
      }
      </style>
      <defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" \
      orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
      """;

  private Svg() {}

  /// The text of the image; every line ends.
  ///
  /// @throws IllegalArgumentException when there are more than [#ARROWS_MAX] arrows
  public static String text(Picture picture) {
    if (picture.arrows().size() > ARROWS_MAX) {
      throw new IllegalArgumentException(picture.arrows().size() + " arrows");
    }
    var layout = Layout.of(picture);
    var text = new StringBuilder();
    text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"millrace\"");
    attribute(text, "width", layout.width());
    attribute(text, "height", layout.height());
    text.append(" viewBox=\"0 0 ").append(number(layout.width())).append(' ');
    text.append(number(layout.height())).append("\">\n");
    text.append("<title>").append(escaped(picture.title())).append("</title>\n").append(HEAD);
    for (var index = 0; index < picture.arrows().size(); index++) {
      arrow(text, picture.arrows().get(index), layout.paths().get(index));
    }
    for (var index = 0; index < picture.boxes().size(); index++) {
      box(text, picture.boxes().get(index), layout.frames().get(index));
    }
    return text.append("</svg>\n").toString();
  }

  private static void box(StringBuilder text, Picture.Box box, Frame frame) {
    switch (box.form()) {
      case PLAIN -> {}
      case STACK -> frame(text, frame, STACK_OFFSET);
    }
    frame(text, frame, 0);
    var middle = frame.x() + frame.width() / 2;
    var baseline = frame.y() + (frame.height() - box.lines().size() * Layout.LINE_HEIGHT) / 2 + 4;
    text(text, "name", middle, baseline, box.name());
    for (var line : box.lines()) {
      baseline += Layout.LINE_HEIGHT;
      text(text, "line", middle, baseline, line);
    }
  }

  private static void frame(StringBuilder text, Frame frame, double offset) {
    text.append("<rect class=\"box\" rx=\"6\"");
    attribute(text, "x", frame.x() + offset);
    attribute(text, "y", frame.y() + offset);
    attribute(text, "width", frame.width());
    attribute(text, "height", frame.height());
    text.append("/>\n");
  }

  private static void arrow(StringBuilder text, Picture.Arrow arrow, List<Point> points) {
    text.append("<path class=\"arrow").append(arrow.isUnusual() ? " unusual" : "");
    text.append("\" marker-end=\"url(#head)\" d=\"M").append(point(points.getFirst()));
    for (var i = 1; i < points.size(); i++) {
      var from = points.get(i - 1);
      var to = points.get(i);
      var half = (from.x() + to.x()) / 2;
      text.append(" C").append(point(new Point(half, from.y())));
      text.append(' ').append(point(new Point(half, to.y()))).append(' ').append(point(to));
    }
    text.append("\"/>\n");
    if (arrow.isUnusual()) {
      // Beside the arrow's last part, which no other arrow of its start shares.
      var end = points.getLast();
      var before = points.get(points.size() - 2);
      text(
          text,
          "line",
          (before.x() + 2 * end.x()) / 3,
          (before.y() + 2 * end.y()) / 3 - 5,
          arrow.label());
    }
  }

  private static void text(StringBuilder text, String kind, double x, double y, String content) {
    text.append("<text class=\"").append(kind).append("\" text-anchor=\"middle\"");
    attribute(text, "x", x);
    attribute(text, "y", y);
    text.append('>').append(escaped(content)).append("</text>\n");
  }

  private static void attribute(StringBuilder text, String name, double value) {
    text.append(' ').append(name).append("=\"").append(number(value)).append('"');
  }

  private static String point(Point point) {
    return number(point.x()) + "," + number(point.y());
  }

  /// One digit behind the point is finer than any screen.
  private static String number(double value) {
    var text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
