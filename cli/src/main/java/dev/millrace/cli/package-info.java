/// The command line `millrace`: it parses, calls one use case or the HTTP API, and prints.
/// Values go to standard output; progress and logs go to standard error.
@NullMarked
package dev.millrace.cli;

import org.jspecify.annotations.NullMarked;
