package dev.millrace.cli.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.document.Document;
import dev.millrace.definition.document.DocumentReader;
import dev.millrace.definition.document.Flaw;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A JSON value on the command line: `JSON`, `@FILE` (JSON or YAML), or `@-` for standard input.
public sealed interface JsonArgument {
  /// It is a value.
  ///
  /// @param name the name that problems in it show
  /// @param text as it was written
  record Value(String name, String text, JsonNode value) implements JsonArgument {}

  /// It is none.
  ///
  /// @param message what is wrong and how to mend it
  record Wrong(String message) implements JsonArgument {}

  /// Reads an argument.
  ///
  /// @param option the option that it belongs to
  static JsonArgument of(String option, String argument) {
    if (argument.startsWith("@")) {
      return switch (FileText.read(argument.substring(1))) {
        case FileText.Unreadable(var message) -> new Wrong(message);
        case FileText.Read(var name, var bytes) ->
            of(name, new String(bytes, StandardCharsets.UTF_8), DocumentReader.read(bytes));
      };
    }
    var read = of(option, argument, DocumentReader.read(argument));
    // A bare word is a text in YAML; here it is rather a file's name without its @.
    return read instanceof Value(_, _, var value)
            && value.isTextual()
            && !argument.strip().startsWith("\"")
        ? new Wrong(option + ": " + argument.strip() + " is not JSON. " + meant(argument.strip()))
        : read;
  }

  private static JsonArgument of(String name, String text, Document document) {
    return switch (document) {
      case Document.Unreadable(var flaws) -> wrong(name, flaws);
      case Document.Read(_, var flaws) when !flaws.isEmpty() -> wrong(name, flaws);
      case Document.Read(var root, _) -> new Value(name, text, root.toJson());
    };
  }

  private static Wrong wrong(String name, List<Flaw> flaws) {
    var flaw = flaws.getFirst();
    return new Wrong(
        "%s:%d:%d  %s %s"
            .formatted(
                name, flaw.place().line(), flaw.place().column(), flaw.message(), flaw.mend()));
  }

  private static String meant(String word) {
    return word.indexOf('\0') < 0 && Files.isRegularFile(Path.of(word))
        ? "To read the file, write @" + word + "."
        : "Write an object such as '{\"day\": \"2026-01-31\"}', or @FILE.";
  }
}
