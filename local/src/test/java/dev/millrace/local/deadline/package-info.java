/// Tests of the package beside it.
@NullMarked
package dev.millrace.local.deadline;

import org.jspecify.annotations.NullMarked;
