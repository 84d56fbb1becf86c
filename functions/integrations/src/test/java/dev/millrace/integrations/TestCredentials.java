package dev.millrace.integrations;

import dev.millrace.engine.aws.AwsCredentials;
import dev.millrace.engine.aws.AwsKeys;
import dev.millrace.engine.secret.Secret;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Who a host is on AWS, for tests: always the same, in one region. Counts how often it was asked.
public record TestCredentials(AwsKeys keyed, AtomicInteger asked) implements AwsCredentials {
  public static final String ID = "AKIDHOST";
  public static final String SECRET = "pl4nted-host-key/7a+2c=";

  public static TestCredentials ofHost() {
    return new TestCredentials(
        new AwsKeys(ID, Secret.of(SECRET), Optional.empty()), new AtomicInteger());
  }

  @Override
  public Reading keys() {
    asked.incrementAndGet();
    return new Reading.Given(keyed);
  }

  @Override
  public Optional<String> region() {
    return Optional.of("eu-central-1");
  }
}
