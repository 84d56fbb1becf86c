package dev.millrace.cli.aws;

import dev.millrace.engine.aws.AwsCredentials;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Whoever runs the command, as every AWS tool would find it. Knows nothing of the SDK until it is
/// asked, so that a run without tasks on AWS does not pay for it. Safe for any number of threads.
public final class CallerCredentials implements AwsCredentials {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable SdkCaller caller;

  @Override
  public Reading keys() {
    return caller().keys();
  }

  @Override
  public Optional<String> region() {
    return caller().region();
  }

  private SdkCaller caller() {
    lock.lock();
    try {
      var known = caller;
      if (known == null) {
        known = new SdkCaller();
        caller = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }
}
