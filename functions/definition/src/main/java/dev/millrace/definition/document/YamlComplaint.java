package dev.millrace.definition.document;

import java.util.Locale;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/// The parser's complaint in words that name the likely mistake. The parser's own words are those
/// of its grammar, which the author of a DAG has no reason to know.
///
record YamlComplaint(Where where, String message, String mend) {
  /// Which of the places that the parser names shows the mistake best.
  enum Where {
    /// Where it could not go on.
    PROBLEM,
    /// The beginning of what it was reading then.
    CONTEXT,
    /// The beginning of the line where it could not go on.
    LINE
  }

  static final String NO_CHARACTER = "an escape in a text is no character.";

  static final String ESCAPES =
      "Write \\x and 2, \\u and 4 or \\U and 8 hexadecimal digits, or use single quotes.";

  private static final String QUOTES = "Put the whole value in quotes.";

  static YamlComplaint of(MarkedYamlEngineException e, String lineText, int column) {
    var problem = e.getProblem() == null ? "" : e.getProblem().strip();
    var context = e.getContext() == null ? "" : e.getContext();
    var expression = lineText.contains("${");
    if (problem.startsWith("found character '\\t")) {
      return at("a tab indents this line.", "Indent with spaces: YAML takes no tabs there.");
    }
    if (problem.startsWith("found character '") && problem.contains("cannot start")) {
      return at("a value cannot begin with " + problem.charAt(17) + ".", QUOTES);
    }
    if (problem.startsWith("mapping values")) {
      return colon(lineText, column);
    }
    if (problem.startsWith("sequence entries")) {
      return at(
          "a list item cannot begin here.",
          "Begin each \"- \" on a line of its own below the key, or write [a, b].");
    }
    if (problem.startsWith("could not find expected ':'")) {
      return begun(
          "this line has no \": \" behind its key.",
          "Write \"key: value\"; if the line goes on with a text, indent it below the text's key.");
    }
    if (problem.contains("end of stream") && context.contains("quoted")) {
      return begun(
          "a text in quotes begins here and never ends.",
          "Close it with the quote that it began with.");
    }
    if (problem.startsWith("found unknown escape")) {
      return at(
          "there is no such escape after a backslash.",
          "Write \\\\ for a backslash, or put the text in single quotes.");
    }
    if (problem.startsWith("expected escape sequence")) {
      return at(NO_CHARACTER, ESCAPES);
    }
    if (context.contains("block scalar")) {
      return at(
          "a text block is not right here: " + lower(problem) + ".",
          "Write nothing behind | or >, and indent all lines of the text alike below it.");
    }
    if (context.contains("alias") || context.contains("anchor")) {
      return begun("a value cannot begin with * or &.", QUOTES);
    }
    return brackets(e, problem, context, expression);
  }

  private static YamlComplaint colon(String lineText, int column) {
    var before = lineText.substring(0, Math.clamp(column - 1, 0, lineText.length()));
    return before.contains(": ")
        ? at("a second \": \" stands in one line.", QUOTES)
        : new YamlComplaint(
            Where.LINE,
            "this line stands below one that already has a value.",
            "Indent it like the line above, or take the value above out.");
  }

  private static YamlComplaint brackets(
      MarkedYamlEngineException e, String problem, String context, boolean expression) {
    if (context.contains("flow mapping") || context.contains("flow sequence")) {
      var line = e.getContextMark().map(mark -> mark.getLine() + 1).orElse(1);
      var what = context.contains("mapping") ? "the mapping in braces" : "the list in brackets";
      return at(
          what + " that begins in line " + line + " breaks here.",
          expression
              ? "Put texts with ${ } in quotes; else look for a missing comma or bracket."
              : "Look for a missing comma, quote or closing bracket before this place.");
    }
    if (problem.startsWith("expected the node content")) {
      return at(
          "a value is missing before " + found(problem) + ".",
          "Write the value, or take the extra comma or bracket out; quotes make it a text.");
    }
    if (problem.startsWith("expected '<document start>'")) {
      return at("something stands behind the end of the document.", "Take it out.");
    }
    if (problem.startsWith("expected <block end>")) {
      return block(found(problem));
    }
    return at(
        "this is not YAML: " + lower(problem) + ".",
        "Check quotes, colons and indentation here and in the line above.");
  }

  private static YamlComplaint block(String found) {
    return switch (found) {
      case "<scalar>" ->
          at(
              "something stands behind a value that has ended.",
              "Put the whole value in quotes; inside \"...\" a quote is \\\".");
      case "<block mapping start>", "<block sequence start>" ->
          at(
              "the indentation of this line fits none of the lines above.",
              "Indent it exactly like the keys that it stands beside.");
      case "?" ->
          at(
              "a key stands among list items.",
              "Begin it with \"- \" to make it an item, or indent it like the list's own key.");
      case "-" ->
          at("a list item stands among keys.", "Indent the items of a list alike, below its key.");
      case ":" -> at("a colon has no key before it.", "Write the key before the colon.");
      default ->
          at(
              found + " has nothing to close or to separate here.",
              "Take it out, or put the whole value in quotes.");
    };
  }

  private static String found(String problem) {
    var quote = problem.indexOf("found '");
    var token = quote < 0 ? problem : problem.substring(quote + 7, problem.length() - 1);
    return token.equals("<stream end>") ? "the end of the document" : token;
  }

  private static String lower(String problem) {
    var line = problem.lines().findFirst().orElse("it breaks here");
    var sentence = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }

  private static YamlComplaint at(String message, String mend) {
    return new YamlComplaint(Where.PROBLEM, message, mend);
  }

  private static YamlComplaint begun(String message, String mend) {
    return new YamlComplaint(Where.CONTEXT, message, mend);
  }
}
