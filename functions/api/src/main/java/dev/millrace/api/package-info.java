/// The HTTP API, without a server: how calls are asked and answered, on whatever host. What the
/// calls mean is the engine's matter; how bytes come and go is the host's. Begin with [ApiCalls]
/// and [ApiRoutes].
@NullMarked
package dev.millrace.api;

import org.jspecify.annotations.NullMarked;
