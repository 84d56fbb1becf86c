/// Secrets of the embedded host: a file in its data folder that only its owner can read, and the
/// environment. Begin with [LocalSecrets].
@NullMarked
package dev.millrace.local.secret;

import org.jspecify.annotations.NullMarked;
