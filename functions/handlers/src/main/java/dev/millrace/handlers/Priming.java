package dev.millrace.handlers;

import dev.millrace.engine.store.RunStore;
import java.time.Instant;
import org.crac.Context;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// Makes one harmless call before SnapStart takes its picture, so that classes are loaded, code is
/// compiled and name and certificate of the store are known in every copy. Nothing has to be
/// reopened after it: the JDK drops connections that were idle for 5 s, by the clock, and all that
/// is random or a time is drawn in calls.
final class Priming implements Resource {
  private static final Logger LOG = LoggerFactory.getLogger(Priming.class);

  private final RunStore runs;

  Priming(RunStore runs) {
    this.runs = runs;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    try {
      var _ = runs.due(Instant.EPOCH, 1);
      LOG.info("primed");
    } catch (SdkException e) {
      // A function that is not primed is slower, once; one that cannot be published is worse.
      LOG.warn("priming failed", e);
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // See above.
  }
}
