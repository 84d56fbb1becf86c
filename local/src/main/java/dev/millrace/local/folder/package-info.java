/// A folder of DAG documents that is kept in step with the stored DAGs. Begin with [DagFolder].
@NullMarked
package dev.millrace.local.folder;

import org.jspecify.annotations.NullMarked;
