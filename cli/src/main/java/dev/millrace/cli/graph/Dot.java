package dev.millrace.cli.graph;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A picture as Graphviz DOT.
public final class Dot {
  private Dot() {}

  /// The text of the graph; every line ends.
  public static String text(Picture picture) {
    var text = new StringBuilder();
    text.append("digraph ").append(quoted(picture.title())).append(" {\n");
    text.append("  rankdir=LR;\n");
    text.append("  node [shape=box, style=rounded, fontname=\"Helvetica\", fontsize=11];\n");
    text.append("  edge [fontname=\"Helvetica\", fontsize=9];\n");
    for (var box : picture.boxes()) {
      text.append("  ").append(quoted(box.name())).append(" [label=").append(label(box));
      switch (box.form()) {
        case PLAIN -> text.append("];\n");
        case STACK -> text.append(", peripheries=2];\n");
      }
    }
    for (var arrow : picture.arrows()) {
      text.append("  ").append(name(picture, arrow.from()));
      text.append(" -> ").append(name(picture, arrow.to()));
      if (arrow.isUnusual()) {
        text.append(" [style=dashed, label=").append(quoted(arrow.label())).append(']');
      }
      text.append(";\n");
    }
    return text.append("}\n").toString();
  }

  private static String name(Picture picture, int box) {
    return quoted(picture.boxes().get(box).name());
  }

  private static String label(Picture.Box box) {
    return Stream.concat(Stream.of(box.name()), box.lines().stream())
        .map(Dot::escaped)
        .collect(Collectors.joining("\\n", "\"", "\""));
  }

  private static String quoted(String text) {
    return "\"" + escaped(text) + "\"";
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
