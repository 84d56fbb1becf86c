/// How DAGs start by events, as their documents say it: where an event comes from, which ones count
/// and what their runs get. Begin with [dev.millrace.definition.event.EventStart]. What happens
/// when one comes is the engine's matter.
@NullMarked
package dev.millrace.definition.event;

import org.jspecify.annotations.NullMarked;
