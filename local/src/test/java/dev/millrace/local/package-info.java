/// Tests of the embedded host as a whole, and what they share. Begin with [TestHost].
@NullMarked
package dev.millrace.local;

import org.jspecify.annotations.NullMarked;
