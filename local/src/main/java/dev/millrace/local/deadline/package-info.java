/// Time that a thread has for something: whoever overstays is interrupted. What is done with the
/// time lives elsewhere. Begin with [Deadlines].
@NullMarked
package dev.millrace.local.deadline;

import org.jspecify.annotations.NullMarked;
