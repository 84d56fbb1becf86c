package dev.millrace.cli;

import dev.millrace.cli.document.FileText;
import dev.millrace.cli.document.ProblemText;
import dev.millrace.cli.document.Readers;
import dev.millrace.cli.graph.Dot;
import dev.millrace.cli.graph.Mermaid;
import dev.millrace.cli.graph.Picture;
import dev.millrace.cli.graph.Svg;
import dev.millrace.cli.line.Arguments;
import dev.millrace.cli.line.Syntax;
import dev.millrace.cli.line.Syntax.Times;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.definition.Reading;
import java.util.Optional;

/// `millrace graph`: a picture of a DAG.
final class GraphCommand implements Subcommand {
  private final Terminal terminal;

  GraphCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// What a picture can be written as.
  private enum Format {
    MERMAID,
    DOT,
    SVG;

    static Optional<Format> of(String word) {
      return switch (word) {
        case "mermaid" -> Optional.of(MERMAID);
        case "dot" -> Optional.of(DOT);
        case "svg" -> Optional.of(SVG);
        default -> Optional.empty();
      };
    }
  }

  @Override
  public Syntax syntax() {
    return Syntax.of("graph", "Draws a DAG: a box for each task, an arrow for each need.")
        .argument("FILE", Times.ONCE, "A DAG document, or - for standard input.")
        .option("--format", "FORMAT", "mermaid (default), dot or svg.")
        .notes(
            "Examples:",
            "  millrace graph orders.yaml                    for Markdown, as a block of"
                + " ```mermaid",
            "  millrace graph orders.yaml --format svg > orders.svg",
            "  millrace graph orders.yaml --format dot | dot -Tpng > orders.png");
  }

  @Override
  public ExitStatus execute(Arguments arguments) {
    var format =
        arguments.read("--format", Format::of, "mermaid, dot or svg").orElse(Format.MERMAID);
    return switch (FileText.read(arguments.argument("FILE"))) {
      case FileText.Unreadable(var message) -> Messages.wrongUse(terminal, message);
      case FileText.Read(var name, var content) ->
          switch (new Readers().of(name).read(name, content.bytes())) {
            case Reading.Refused(var problems) -> {
              terminal.err().print(ProblemText.text(problems, terminal.err()));
              yield ExitStatus.FAILED;
            }
            case Reading.Accepted(var definition) -> draw(Picture.of(definition), format);
          };
    };
  }

  private ExitStatus draw(Picture picture, Format format) {
    var arrows = picture.arrows().size();
    if (format == Format.SVG && arrows > Svg.ARROWS_MAX) {
      return Messages.failed(
          terminal,
          "%,d arrows are too many for an image, which draws at most %,d. Use --format dot."
              .formatted(arrows, Svg.ARROWS_MAX));
    }
    if (format == Format.MERMAID && arrows > Mermaid.ARROWS_DRAWN_MAX) {
      terminal
          .err()
          .line(
              "Mermaid draws at most %d arrows unless its maxEdges says more; this DAG has %,d."
                      .formatted(Mermaid.ARROWS_DRAWN_MAX, arrows)
                  + " Try --format svg.");
    }
    terminal
        .out()
        .print(
            switch (format) {
              case MERMAID -> Mermaid.text(picture);
              case DOT -> Dot.text(picture);
              case SVG -> Svg.text(picture);
            });
    return ExitStatus.DONE;
  }
}
