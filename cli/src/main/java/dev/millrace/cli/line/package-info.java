/// Command lines: what a command takes, how it is read, its help and its completion. A parser of
/// our own, because start-up time is what people feel: it is part of the JVM's ahead-of-time cache,
/// which refuses libraries compiled for old Java. Begin with [Syntax].
@NullMarked
package dev.millrace.cli.line;

import org.jspecify.annotations.NullMarked;
