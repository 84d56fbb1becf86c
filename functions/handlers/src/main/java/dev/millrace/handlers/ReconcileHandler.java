package dev.millrace.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Repairs what crashes left behind, every minute, and drains the dead-letter queues. Event:
/// events/reconcile.json.
public final class ReconcileHandler implements RequestStreamHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ReconcileHandler.class);

  private final Wiring wiring;

  /// The one that Lambda calls.
  public ReconcileHandler() {
    this(Wiring.live());
  }

  ReconcileHandler(Wiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) {
    try (var call = wiring.call(context)) {
      var swept = wiring.engine().reconcile().sweep(call.invocation());
      if (swept.repaired() > 0) {
        // The stack's metric of repairs is read from this line's field `repaired`.
        LOG.atInfo()
            .addKeyValue("looked", swept.looked())
            .addKeyValue("repaired", swept.repaired())
            .log("reconcile repaired");
      }
    }
  }
}
