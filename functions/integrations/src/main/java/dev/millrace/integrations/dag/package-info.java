/// The task kind `dag`: starts a run of another DAG. Begin with [DagKind].
@NullMarked
package dev.millrace.integrations.dag;

import org.jspecify.annotations.NullMarked;
