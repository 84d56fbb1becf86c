package dev.millrace.cli;

import dev.millrace.cli.document.FileText;
import dev.millrace.cli.document.ProblemText;
import dev.millrace.cli.graph.Dot;
import dev.millrace.cli.graph.Mermaid;
import dev.millrace.cli.graph.Picture;
import dev.millrace.cli.graph.Svg;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.definition.Reading;
import dev.millrace.cli.document.Dags;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `millrace graph`: a picture of a DAG.
@Command(
    name = "graph",
    description = "Draws a DAG: a box for each task, an arrow for each need.",
    footer = {
      "",
      "Examples:",
      "  millrace graph orders.yaml                        for Markdown: paste into ```mermaid",
      "  millrace graph orders.yaml --format svg > orders.svg",
      "  millrace graph orders.yaml --format dot | dot -Tpng > orders.png"
    })
final class GraphCommand implements Subcommand {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "A DAG document, or - for standard input.")
  private String file = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatWord.class,
      description = "mermaid (default), dot or svg.")
  private Format format = Format.MERMAID;

  GraphCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// What a picture can be written as.
  enum Format {
    MERMAID,
    DOT,
    SVG
  }

  /// Reads a format's word.
  static final class FormatWord implements ITypeConverter<Format> {
    @Override
    public Format convert(String word) {
      return Arrays.stream(Format.values())
          .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no format " + word + ": use mermaid, dot or svg"));
    }
  }

  @Override
  public ExitStatus execute() {
    return switch (FileText.read(file)) {
      case FileText.Unreadable(var message) -> Messages.wrongUse(terminal, message);
      case FileText.Read(var name, var bytes) ->
          switch (Dags.reader().read(name, bytes)) {
            case Reading.Refused(var problems) -> {
              terminal.err().print(ProblemText.text(problems, terminal.err()));
              yield ExitStatus.FAILED;
            }
            case Reading.Accepted(var definition) -> draw(Picture.of(definition));
          };
    };
  }

  private ExitStatus draw(Picture picture) {
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
              "Mermaid draws at most %d arrows unless its maxEdges is set higher; this DAG has %,d. Try --format svg."
                  .formatted(Mermaid.ARROWS_DRAWN_MAX, arrows));
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
