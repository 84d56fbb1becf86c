/// The syntax of JSONata: text to tree. [Parser] is the door; [Node] is what comes out. Nothing
/// here knows of values to read or of evaluation.
@NullMarked
package dev.millrace.definition.expression.syntax;

import org.jspecify.annotations.NullMarked;
