/// Limits on the use of a place outside, held across all workers. Begin with [Permits].
@NullMarked
package dev.millrace.engine.limit;

import org.jspecify.annotations.NullMarked;
