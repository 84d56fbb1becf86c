/// How the host calls the functions of the engine: one receiver a queue, an invocation on a virtual
/// thread for each batch, deadlines that are enforced, acknowledgement last. Begin with
/// [HostedFunction] and [Receiver].
@NullMarked
package dev.millrace.local.invocation;

import org.jspecify.annotations.NullMarked;
