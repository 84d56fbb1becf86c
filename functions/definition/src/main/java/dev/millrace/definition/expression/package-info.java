/// Expressions and templates of DAG documents: JSONata between `${` and `}`, compiled once, then
/// evaluated by many threads at the same time within a budget that does not depend on the machine.
///
/// Begin with [Template] (what a document holds), [Expression] (what stands in one `${ }`) and
/// [Scope] (what it can read). [References] says what an expression reads before it is ever
/// evaluated. The language itself lives in the packages below this one: `syntax` turns text into a
/// tree, `evaluation` walks it, `function` holds the built-in functions. Nothing outside uses
/// those.
@NullMarked
package dev.millrace.definition.expression;

import org.jspecify.annotations.NullMarked;
