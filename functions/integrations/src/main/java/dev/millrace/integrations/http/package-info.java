/// The action `http`: sends one request and takes the answer as the result. [HttpKind] is the door;
/// [HttpArguments] reads what the document says into an [HttpCall], [HttpTransport] sends it.
///
/// Only [HttpTransport] and what it alone uses may touch the HTTP client library: it is loaded with
/// the first request, so that hosts that send none start without it.
@NullMarked
package dev.millrace.integrations.http;

import org.jspecify.annotations.NullMarked;
