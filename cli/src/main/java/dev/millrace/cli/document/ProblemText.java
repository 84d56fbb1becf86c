package dev.millrace.cli.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.terminal.Output;
import dev.millrace.cli.terminal.Paint;
import dev.millrace.cli.terminal.Printable;
import dev.millrace.definition.Problem;
import java.util.List;

/// Problems for people and for programs.
public final class ProblemText {
  private ProblemText() {}

  /// Two lines each: place and message, then the mend below the message.
  public static String text(List<Problem> problems, Output output) {
    var text = new StringBuilder();
    for (var problem : problems) {
      var place = Printable.line(problem.file()) + ":" + problem.line() + ":" + problem.column();
      text.append(output.painted(Paint.BOLD, place)).append("  ");
      text.append(Printable.line(problem.message())).append('\n');
      text.append(" ".repeat(place.length() + 2));
      text.append(output.painted(Paint.GREEN, Printable.line(problem.mend()))).append('\n');
    }
    return text.toString();
  }

  /// The shape of `validate --json`.
  public static ObjectNode json(List<Problem> problems) {
    var json = JsonNodeFactory.instance.objectNode();
    var list = json.putArray("problems");
    for (var problem : problems) {
      list.addObject()
          .put("file", problem.file())
          .put("line", problem.line())
          .put("column", problem.column())
          .put("path", problem.path())
          .put("message", problem.message())
          .put("mend", problem.mend());
    }
    return json;
  }
}
