package dev.millrace.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.millrace.api.ApiCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Takes callbacks and heartbeats, from anybody who has a token, and nothing else. Events:
/// events/callback.json, events/callback-heartbeat.json.
public final class CallbackHandler implements RequestStreamHandler {
  private final Wiring wiring;
  private final ApiCalls calls;

  /// The one that Lambda calls.
  public CallbackHandler() {
    this(Wiring.live());
  }

  CallbackHandler(Wiring wiring) {
    this.wiring = wiring;
    this.calls = ApiCalls.ofCallbacks(wiring.api());
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    try (var call = wiring.call(context)) {
      var request = HttpApiRequest.read(in, call.invocation());
      HttpApiAnswer.of(calls.answer(request), request).write(out);
    }
  }
}
