/// Runs and their tasks as people read them, made from the JSON of interfaces.md, so that a run
/// looks the same whether it ran here or on another host. Begin with [RunText].
@NullMarked
package dev.millrace.cli.text;

import org.jspecify.annotations.NullMarked;
