package dev.millrace.definition.document;

import java.util.Locale;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/// The parser's complaint in words that name the likely mistake.
record YamlComplaint(String message, String mend) {
  UnreadableException at(TreeBuilder tree, int offset) {
    return tree.stop(offset, message, mend);
  }

  static YamlComplaint of(MarkedYamlEngineException e, SourceText source, int line) {
    System.err.println("C=" + e.getContext() + " P=" + e.getProblem() + " M=" + e.getProblemMark().map(m->m.getLine()+":"+m.getColumn()) + e.getContextMark().map(m->m.getLine()+":"+m.getColumn()));
    return new YamlComplaint(e.getProblem().toLowerCase(Locale.ROOT), "x");
  }
}
