/// What is seen of a run while it goes on: lines redrawn in place on a terminal, a line for each
/// event elsewhere. Begin with [Progress].
@NullMarked
package dev.millrace.cli.progress;

import org.jspecify.annotations.NullMarked;
