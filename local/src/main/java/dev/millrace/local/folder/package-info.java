/// Folders of documents that are kept in step with the stored DAGs and connections. Begin with
/// [DagFolder].
@NullMarked
package dev.millrace.local.folder;

import org.jspecify.annotations.NullMarked;
