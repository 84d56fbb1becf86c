package dev.millrace.aws.dynamodb;

import dev.millrace.aws.AwsClients;
import dev.millrace.aws.TestClients;
import dev.millrace.aws.s3.S3PayloadStore;
import dev.millrace.engine.Clock;
import dev.millrace.testkit.contract.SteppedClock;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.S3Stub;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// Empty tables of names of their own, an empty bucket, and the stores over them.
final class Stores implements AutoCloseable {
  /// Some hours after the runs that contracts start.
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final String BUCKET = "payloads";

  final SteppedClock clock = new SteppedClock(NOW);
  final Tables tables;
  final DynamoDbClient client;
  final S3Stub bucket = new S3Stub();
  private final S3Client s3;

  Stores(DynamoDbLocal server, ExecutionInterceptor... interceptors) {
    this(server, Optional.empty(), interceptors);
  }

  /// Stores whose client waits for an answer as long as in production, and no longer.
  static Stores impatient(DynamoDbLocal server, ExecutionInterceptor... interceptors) {
    return new Stores(server, Optional.of(AwsClients.ANSWER_MAX), interceptors);
  }

  private Stores(
      DynamoDbLocal server, Optional<Duration> patience, ExecutionInterceptor... interceptors) {
    var number = NEXT.incrementAndGet();
    tables = new Tables("runs-" + number, "dags-" + number);
    var builder = TestClients.at(server.endpoint(), DynamoDbClient.builder());
    // As often as in production, but without its waits.
    var settings =
        builder.overrideConfiguration().toBuilder()
            .retryStrategy(
                AwsClients.retries().toBuilder()
                    .backoffStrategy(BackoffStrategy.retryImmediately())
                    .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                    .build());
    patience.ifPresent(settings::apiCallAttemptTimeout);
    for (var interceptor : interceptors) {
      settings.addExecutionInterceptor(interceptor);
    }
    client = builder.overrideConfiguration(settings.build()).build();
    try (var plain = TestClients.at(server.endpoint(), DynamoDbClient.builder()).build()) {
      plain.createTable(tables.runsTable());
      plain.createTable(tables.dagsTable());
    }
    s3 = TestClients.s3At(bucket.endpoint());
  }

  S3PayloadStore payloads() {
    return new S3PayloadStore(s3, BUCKET);
  }

  DynamoRunStore runs() {
    return runs(clock);
  }

  DynamoRunStore runs(Clock time) {
    return new DynamoRunStore(client, tables, payloads(), DynamoRunStore.HISTORY, time);
  }

  DynamoDagStore dags() {
    return new DynamoDagStore(client, tables, payloads());
  }

  DynamoEntryStore entries() {
    return new DynamoEntryStore(client, tables);
  }

  @Override
  public void close() {
    client.close();
    s3.close();
    bucket.close();
  }
}
