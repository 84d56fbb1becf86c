/// Connections over stores in memory.
@NullMarked
package dev.millrace.testkit.connection;

import org.jspecify.annotations.NullMarked;
