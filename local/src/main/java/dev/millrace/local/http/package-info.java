/// The HTTP API of the embedded host, on the JDK's own server. What the calls mean is the engine's
/// matter; here is only how they are asked and answered. Begin with [ApiServer] and [ApiRoutes].
@NullMarked
package dev.millrace.local.http;

import org.jspecify.annotations.NullMarked;
