/// A real host in a process of its own that is killed again and again. Begin with [KillNineTest].
@NullMarked
package dev.millrace.local.kill;

import org.jspecify.annotations.NullMarked;
