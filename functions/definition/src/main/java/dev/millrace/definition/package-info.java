/// Turns DAG documents into proven plans, or into all of their problems with line and column.
///
/// Begin with [DagReader], its answer [Reading], and what others work with, [Definition]. Inside,
/// `DagSection` reads the top of a document, `TaskSection` one task, and `TaskGraphCheck` what
/// tasks say of each other; each notes what is wrong in `Findings` and goes on. The package
/// `document` below turns text into a tree that knows its places, `expression` holds what stands
/// between `${` and `}`. What actions there are is said from outside, by [ActionKind].
@NullMarked
package dev.millrace.definition;

import org.jspecify.annotations.NullMarked;
