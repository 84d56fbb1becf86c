package dev.millrace.aws.dynamodb;

import java.util.Random;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// Requests after which the caller is told to give up, before or after they took effect: an
/// invocation that meets one fails, as it does when its time is over.
final class Deaths implements ExecutionInterceptor {
  private final Random dice;
  private final double chance;
  private boolean isOn;

  Deaths(long seed, double chance) {
    this.dice = new Random(seed);
    this.chance = chance;
  }

  /// From now on.
  synchronized void begin() {
    isOn = true;
  }

  private synchronized void roll() {
    if (isOn && dice.nextDouble() < chance) {
      // Not an exception that the SDK would try again for.
      throw SdkClientException.create("the invocation is over");
    }
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    roll();
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    roll();
  }
}
