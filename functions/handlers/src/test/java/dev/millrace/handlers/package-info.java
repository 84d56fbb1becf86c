/// Tests of the handlers over ports in memory, each fed with its events under events/.
@NullMarked
package dev.millrace.handlers;

import org.jspecify.annotations.NullMarked;
