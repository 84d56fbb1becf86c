package dev.millrace.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.millrace.api.ApiCalls;
import dev.millrace.api.HttpProblem;
import dev.millrace.api.HttpProblem.Kind;
import dev.millrace.api.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Answers the API, to callers that the HTTP API's authorizer let pass. Event: events/api.json.
public final class ApiHandler implements RequestStreamHandler {
  /// What the stack itself calls once a day, past the HTTP API: events/awake-http.json.
  private static final String AWAKE = "/health";

  private final Wiring wiring;
  private final ApiCalls calls;

  /// The one that Lambda calls.
  public ApiHandler() {
    this(Wiring.live());
  }

  ApiHandler(Wiring wiring) {
    this.wiring = wiring;
    this.calls = ApiCalls.withoutHooks(wiring.api());
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    try (var call = wiring.call(context)) {
      var request = HttpApiRequest.read(in, call.invocation());
      HttpApiAnswer.of(reply(request), request).write(out);
    }
  }

  /// The routes of the stack ask for authorization; should one ever not, nothing is answered here.
  private Reply reply(HttpApiRequest request) throws IOException {
    if (!request.isAuthorized() && !request.path().equals(AWAKE)) {
      return ApiCalls.reply(
          new HttpProblem(Kind.FOREIGN, "the request came without the authorization of this API"));
    }
    return calls.answer(request);
  }
}
