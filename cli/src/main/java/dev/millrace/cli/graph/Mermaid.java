package dev.millrace.cli.graph;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A picture as a Mermaid flowchart, which many places draw where they find it in Markdown.
public final class Mermaid {
  /// Arrows that Mermaid draws unless its `maxEdges` is set higher.
  public static final int ARROWS_DRAWN_MAX = 500;

  private Mermaid() {}

  /// The text of the flowchart; every line ends.
  public static String text(Picture picture) {
    var text = new StringBuilder();
    text.append("---\ntitle: \"").append(picture.title()).append("\"\n---\nflowchart LR\n");
    // Boxes go by numbers: a task may have a name that Mermaid keeps for itself, such as `end`.
    for (var index = 0; index < picture.boxes().size(); index++) {
      text.append("  t").append(index).append(box(picture.boxes().get(index))).append('\n');
    }
    for (var arrow : picture.arrows()) {
      text.append("  t").append(arrow.from()).append(' ');
      text.append(arrow.isUnusual() ? "-. " + escaped(arrow.label()) + " .->" : "-->");
      text.append(" t").append(arrow.to()).append('\n');
    }
    return text.toString();
  }

  private static String box(Picture.Box box) {
    var label =
        Stream.concat(
                Stream.of("<b>" + escaped(box.name()) + "</b>"),
                box.lines().stream().map(Mermaid::escaped))
            .collect(Collectors.joining("<br/>", "\"", "\""));
    return switch (box.form()) {
      case PLAIN -> "(" + label + ")";
      case STACK -> "[[" + label + "]]";
    };
  }

  /// Mermaid writes characters as entities that begin with a hash.
  private static String escaped(String text) {
    return text.codePoints()
        .mapToObj(
            c ->
                Character.isLetterOrDigit(c) || c == ' ' || c == '_' || c == ','
                    ? Character.toString(c)
                    : "#" + c + ";")
        .collect(Collectors.joining());
  }
}
