package dev.millrace.cli.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.line.WrongUseException;
import dev.millrace.definition.document.Document;
import dev.millrace.definition.document.DocumentReader;
import dev.millrace.definition.document.Flaw;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A JSON value on the command line: `JSON`, `@FILE` (JSON or YAML), or `@-` for standard input.
///
/// @param name the name that problems in it show
/// @param text as it was written
public record JsonArgument(String name, String text, JsonNode value) {
  /// Reads an argument.
  ///
  /// @param option the option that it belongs to
  /// @throws WrongUseException when it is no JSON, or the file cannot be read
  public static JsonArgument of(String option, String argument) {
    if (argument.startsWith("@")) {
      return switch (FileText.read(argument.substring(1))) {
        case FileText.Unreadable(var message) ->
            throw new WrongUseException(option + ": " + message);
        case FileText.Read(var name, var content) ->
            of(name, content.text(), DocumentReader.read(content.bytes()));
      };
    }
    var read = of(option, argument, DocumentReader.read(argument));
    // A bare word is a text in YAML; here it is rather a file's name without its @.
    if (read.value().isTextual() && !argument.strip().startsWith("\"")) {
      throw new WrongUseException(
          "%s: %s is not JSON. %s"
              .formatted(option, argument.strip(), meant(option, argument.strip())));
    }
    return read;
  }

  /// Reads an argument of which only the value matters.
  ///
  /// @throws WrongUseException as [#of]
  public static JsonNode value(String option, String argument) {
    return of(option, argument).value();
  }

  private static JsonArgument of(String name, String text, Document document) {
    return switch (document) {
      case Document.Unreadable(var flaws) -> throw wrong(name, flaws);
      case Document.Read(_, var flaws) when !flaws.isEmpty() -> throw wrong(name, flaws);
      case Document.Read(var root, _) -> new JsonArgument(name, text, root.toJson());
    };
  }

  private static WrongUseException wrong(String name, List<Flaw> flaws) {
    var flaw = flaws.getFirst();
    var place = flaw.place();
    return new WrongUseException(
        "%s:%d:%d  %s %s"
            .formatted(name, place.line(), place.column(), flaw.message(), flaw.mend()));
  }

  private static String meant(String option, String word) {
    if (word.indexOf('\0') < 0 && Files.isRegularFile(Path.of(word))) {
      return "To read the file, write @" + word + ".";
    }
    return option.equals("--input")
        ? "Write an object such as '{\"day\": \"2026-01-31\"}', or @FILE."
        : "Write a text in double quotes, '\"" + word + "\"', or @FILE.";
  }
}
