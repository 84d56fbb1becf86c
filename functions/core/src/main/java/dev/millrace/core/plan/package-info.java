/// One DAG version as the engine's rules see it: tasks, edges, trigger rules, retry and map
/// policies. Nothing here knows of documents, expressions or values. Begin with [Plan], then
/// [PlannedTask] and [StartRule].
@NullMarked
package dev.millrace.core.plan;

import org.jspecify.annotations.NullMarked;
