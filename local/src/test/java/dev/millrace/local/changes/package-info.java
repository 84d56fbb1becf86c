/// Tests of the package beside it.
@NullMarked
package dev.millrace.local.changes;

import org.jspecify.annotations.NullMarked;
