/// The clock of the embedded host: wakes the engine when ticks of schedules are due. What becomes
/// of ticks is the engine's matter.
@NullMarked
package dev.millrace.local.schedule;

import org.jspecify.annotations.NullMarked;
