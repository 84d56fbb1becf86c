/// How the command line writes: two streams, colours only for people, tables, times in words.
/// Knows nothing of DAGs and runs. Begin with [Terminal].
@NullMarked
package dev.millrace.cli.terminal;

import org.jspecify.annotations.NullMarked;
