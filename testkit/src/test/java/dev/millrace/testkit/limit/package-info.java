/// Limits over the store in memory: exact in all workers together.
@NullMarked
package dev.millrace.testkit.limit;

import org.jspecify.annotations.NullMarked;
