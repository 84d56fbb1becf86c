/// Stories of mended mistakes around redrives and attempts that wait, told without a seed.
@NullMarked
package dev.millrace.testkit.redrive;

import org.jspecify.annotations.NullMarked;
