package dev.millrace.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.definition.Problem;
import java.util.List;

/// Problems as the JSON of `validate --json`.
final class ProblemJson {
  private ProblemJson() {}

  static ArrayNode list(List<Problem> problems) {
    var all = JsonNodeFactory.instance.arrayNode(problems.size());
    for (var problem : problems) {
      all.addObject()
          .put("file", problem.file())
          .put("line", problem.line())
          .put("column", problem.column())
          .put("path", problem.path())
          .put("message", problem.message())
          .put("mend", problem.mend());
    }
    return all;
  }
}
