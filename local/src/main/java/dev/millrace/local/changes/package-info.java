/// Word of what is written about runs, for those who wait: for a run's end, for its next change.
/// Nobody asks the store again and again. Begin with [RunChanges].
@NullMarked
package dev.millrace.local.changes;

import org.jspecify.annotations.NullMarked;
