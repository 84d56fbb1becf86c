/// The HTTP API as commands call it. Begin with [Api].
@NullMarked
package dev.millrace.cli.api;

import org.jspecify.annotations.NullMarked;
