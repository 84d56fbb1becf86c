/// Turns DAG documents into proven plans, or into all of their problems with line and column.
/// It also compiles and evaluates the expressions that documents carry.
@NullMarked
package dev.millrace.definition;

import org.jspecify.annotations.NullMarked;
