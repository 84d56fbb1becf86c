package dev.millrace.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/// Executes assignments and wakes runs, for both lanes: each has a function of its own timeout.
/// Events: events/dispatch.json, events/dispatch-wake.json, events/dispatch-long.json.
public final class DispatchHandler implements RequestStreamHandler {
  private final Wiring wiring;
  private final DispatchMessages messages;

  /// The one that Lambda calls.
  public DispatchHandler() {
    this(Wiring.live());
  }

  DispatchHandler(Wiring wiring) {
    this.wiring = wiring;
    this.messages = new DispatchMessages(wiring.engine().executeAssignment(), wiring.visibility());
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    try (var call = wiring.call(context)) {
      QueueBatch.answer(out, messages.handle(QueueBatch.read(in), call.invocation()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the call was ended; its messages come back");
    }
  }
}
