/// The port behind which task kinds live, and what an attempt gets to know. Begin with [TaskKind].
@NullMarked
package dev.millrace.engine.kind;

import org.jspecify.annotations.NullMarked;
