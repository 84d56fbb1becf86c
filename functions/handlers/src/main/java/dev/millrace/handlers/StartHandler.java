package dev.millrace.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.millrace.engine.StartRun.Start;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the runs of ticks. Event: events/start-tick.json. What starts nothing is refused with a
/// line in the log: asking again would not mend it.
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
        case StartEvent.Tick(var tick) ->
            told(wiring.engine().startRun().start(tick, call.invocation()));
        case StartEvent.Awake _ -> LOG.debug("awake");
        case StartEvent.Refused(var why) -> LOG.error("nothing is started: {}", why);
      }
    }
  }

  private static void told(Start start) {
    switch (start) {
      case Start.Started(var record) -> LOG.info("run {}: started", record.run());
      case Start.Again(var record) -> LOG.info("run {}: started before", record.run());
      case Start.OtherInput(var record) ->
          LOG.error("run {}: started before with another input", record.run());
      case Start.UnknownDag(var what) -> LOG.error("nothing is started: there is {}", what);
      case Start.WrongInput(var problems) ->
          LOG.error("nothing is started: the DAG needs another input: {}", problems);
    }
  }
}
