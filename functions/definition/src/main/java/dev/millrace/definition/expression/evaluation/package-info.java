/// Walks the tree of an expression over JSON nodes, within a budget that counts and never measures.
/// [Evaluator] is the door; [Budget] says what costs how much.
///
/// All values are Jackson nodes, so what an expression merely passes on is never converted or
/// copied, and whole numbers stay whole. A missing node stands for JSONata's "nothing". Two kinds
/// of node exist only in here: [Sequence], a list that JSONata unpacks when it holds one value, and
/// [Opaque], above all functions. Nodes that came from outside are never changed.
@NullMarked
package dev.millrace.definition.expression.evaluation;

import org.jspecify.annotations.NullMarked;
