/// The API of the embedded host, on the JDK's own server: what listens, guards, bounds and sends.
/// Which calls there are and what they answer is the matter of `dev.millrace.api`. Begin with
/// [ApiServer].
@NullMarked
package dev.millrace.local.http;

import org.jspecify.annotations.NullMarked;
