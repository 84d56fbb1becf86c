/// Runs on an embedded host in this process, from the document to the end. Begin with
/// [EmbeddedRun].
@NullMarked
package dev.millrace.cli.embedded;

import org.jspecify.annotations.NullMarked;
