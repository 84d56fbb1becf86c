/// The embedded host: the engine on one SQLite file, with an HTTP server and a schedule clock.
/// Its queues follow SQS, and a host killed at any moment loses nothing.
@NullMarked
package dev.millrace.local;

import org.jspecify.annotations.NullMarked;
