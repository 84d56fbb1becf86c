package dev.millrace.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Applies outcomes and advances their runs. Event: events/results.json.
public final class ResultsHandler implements RequestStreamHandler {
  private final Wiring wiring;
  private final ResultMessages messages;

  /// The one that Lambda calls.
  public ResultsHandler() {
    this(Wiring.live());
  }

  ResultsHandler(Wiring wiring) {
    this.wiring = wiring;
    this.messages =
        new ResultMessages(
            wiring.engine().applyResults(), wiring.visibility(), wiring.metrics(), wiring.clock());
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    try (var call = wiring.call(context)) {
      QueueBatch.answer(out, messages.handle(QueueBatch.read(in), call.invocation()));
    }
  }
}
