/// The state of a run and the one pure function that changes it. No clock, no randomness, no I/O:
/// the same state, events and instant always give the same decision. Begin with [Decide].
@NullMarked
package dev.millrace.core.run;

import org.jspecify.annotations.NullMarked;
