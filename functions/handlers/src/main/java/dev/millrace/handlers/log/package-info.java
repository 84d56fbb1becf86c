/// Log lines as JSON objects on standard output, which Lambda keeps as they are. The one SLF4J
/// provider of the functions. Begin with [JsonLogger].
@NullMarked
package dev.millrace.handlers.log;

import org.jspecify.annotations.NullMarked;
