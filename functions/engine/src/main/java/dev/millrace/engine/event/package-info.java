/// What happens when an event comes that may start runs: which DAGs ask for it, whether it is what
/// it says it is, and which run it becomes. Begin with [dev.millrace.engine.event.StartByEvent].
@NullMarked
package dev.millrace.engine.event;

import org.jspecify.annotations.NullMarked;
