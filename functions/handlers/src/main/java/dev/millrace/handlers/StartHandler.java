package dev.millrace.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.millrace.api.ApiCalls;
import dev.millrace.engine.Invocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts runs: of ticks, of webhooks, and of events from a bus, a bucket or a queue. Events:
/// events/start-*.json. What starts nothing is refused with a line in the log, because asking again
/// would not mend it; only messages of a queue come back, so that they end in its dead letters.
public final class StartHandler implements RequestStreamHandler {
  private static final Logger LOG = LoggerFactory.getLogger(StartHandler.class);

  private final Wiring wiring;
  private final ApiCalls hooks;
  private final StartMessages messages;

  /// The one that Lambda calls.
  public StartHandler() {
    this(Wiring.live());
  }

  StartHandler(Wiring wiring) {
    this.wiring = wiring;
    this.hooks = ApiCalls.ofHooks(wiring.api());
    this.messages = new StartMessages(wiring.engine().startByArrival());
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    try (var call = wiring.call(context)) {
      answer(StartEvent.read(in), call.invocation(), out);
    }
  }

  private void answer(StartEvent event, Invocation invocation, OutputStream out)
      throws IOException {
    switch (event) {
      case StartEvent.Tick(var dag, var at) -> {
        wiring.engine().actOnTicks().wake(dag, Optional.of(at), invocation);
        LOG.info("DAG {}: acted on its ticks up to {}", dag, at);
      }
      case StartEvent.Webhook(var sent) -> {
        var request = new HttpApiRequest(sent, invocation);
        HttpApiAnswer.of(hooks.answer(request), request).write(out);
      }
      case StartEvent.Arrivals(var arrivals) ->
          arrivals.forEach(arrival -> messages.start(arrival, invocation));
      case StartEvent.Messages(var records) ->
          QueueBatch.answer(out, messages.handle(records, invocation));
      case StartEvent.Awake _ -> LOG.debug("awake");
      case StartEvent.Refused(var why) -> LOG.error("nothing is started: {}", why);
    }
  }
}
