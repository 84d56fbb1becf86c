/// Starts and redrives of the same run that meet.
@NullMarked
package dev.millrace.testkit.start;

import org.jspecify.annotations.NullMarked;
