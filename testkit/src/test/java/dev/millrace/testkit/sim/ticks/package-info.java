/// Tests of the package of the same name.
@NullMarked
package dev.millrace.testkit.sim.ticks;

import org.jspecify.annotations.NullMarked;
