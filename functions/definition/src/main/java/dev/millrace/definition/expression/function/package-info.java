/// JSONata's built-in functions, one class a subject, and the pictures by which some of them
/// format. [StandardFunctions] lists them all. `$eval` is not among them: what an expression reads
/// must be known before it is evaluated.
@NullMarked
package dev.millrace.definition.expression.function;

import org.jspecify.annotations.NullMarked;
