/// Secrets: how a document names one, and the port that reads it at the last moment. Begin with
/// [Secrets]; what is read goes to the outside world only, never into state, messages or logs.
@NullMarked
package dev.millrace.engine.secret;

import org.jspecify.annotations.NullMarked;
