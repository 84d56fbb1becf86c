/// Tests of the package beside it.
@NullMarked
package dev.millrace.local.schedule;

import org.jspecify.annotations.NullMarked;
