package dev.millrace.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Acts on ticks. Event: events/start-tick.json. What names none is refused with a line in the log:
/// asking again would not mend it.
public final class StartHandler implements RequestStreamHandler {
  private static final Logger LOG = LoggerFactory.getLogger(StartHandler.class);

  private final Wiring wiring;

  /// The one that Lambda calls.
  public StartHandler() {
    this(Wiring.live());
  }

  StartHandler(Wiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    try (var call = wiring.call(context)) {
      switch (StartEvent.read(in)) {
        case StartEvent.Tick(var dag, var at) -> {
          wiring.engine().actOnTicks().wake(dag, Optional.of(at), call.invocation());
          LOG.info("DAG {}: acted on its ticks up to {}", dag, at);
        }
        case StartEvent.Awake _ -> LOG.debug("awake");
        case StartEvent.Refused(var why) -> LOG.error("nothing is started: {}", why);
      }
    }
  }
}
