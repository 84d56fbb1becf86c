package dev.millrace.local.invocation;

import java.time.Duration;

/// The functions that queues call, with the settings that the stack gives them on AWS as well. A
/// call that waits for its action costs a virtual thread, so there may be many: runs whose actions
/// take long must not keep others from starting.
public enum HostedFunction {
  /// Executes assignments whose actions take up to 50 s, and wakes runs.
  DISPATCH(Duration.ofSeconds(60), 1, 256),
  /// Executes assignments whose actions take up to 14 minutes.
  DISPATCH_LONG(Duration.ofMinutes(15), 1, 256),
  /// Applies outcomes to runs.
  RESULTS(Duration.ofSeconds(60), 10, 16);

  /// A message stays hidden for so much longer than the function may take, so that its coming back
  /// means that the former invocation is over.
  private static final Duration HIDDEN_BEYOND_TIMEOUT = Duration.ofSeconds(15);

  private final Duration timeout;
  private final int batchSize;
  private final int concurrency;

  HostedFunction(Duration timeout, int batchSize, int concurrency) {
    this.timeout = timeout;
    this.batchSize = batchSize;
    this.concurrency = concurrency;
  }

  /// How long one invocation may take.
  public Duration timeout() {
    return timeout;
  }

  /// Messages of one invocation at most.
  public int batchSize() {
    return batchSize;
  }

  /// Invocations at the same time.
  public int concurrency() {
    return concurrency;
  }

  /// How long a message that was received stays hidden.
  public Duration visibility() {
    return timeout.plus(HIDDEN_BEYOND_TIMEOUT);
  }
}
