/// What becomes of runs of ticks that wait behind each other.
@NullMarked
package dev.millrace.testkit.schedule;

import org.jspecify.annotations.NullMarked;
