package dev.millrace.handlers;

import dev.millrace.aws.AwsClients;
import dev.millrace.aws.credentials.SdkCredentials;
import dev.millrace.aws.dynamodb.DynamoDagStore;
import dev.millrace.aws.dynamodb.DynamoEntryStore;
import dev.millrace.aws.dynamodb.DynamoRunStore;
import dev.millrace.aws.dynamodb.Tables;
import dev.millrace.aws.s3.S3PayloadStore;
import dev.millrace.aws.scheduler.EventBridgeSchedules;
import dev.millrace.aws.scheduler.SchedulerTimers;
import dev.millrace.aws.secret.AwsSecrets;
import dev.millrace.aws.sqs.SqsDeadLetters;
import dev.millrace.aws.sqs.SqsDispatchQueue;
import dev.millrace.aws.sqs.SqsResultsQueue;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.Clock;
import dev.millrace.engine.Ids;
import dev.millrace.engine.Ports;
import dev.millrace.engine.secret.Secrets;
import dev.millrace.handlers.log.LogContext;
import dev.millrace.handlers.metric.Metrics;
import dev.millrace.integrations.TaskKinds;
import dev.millrace.integrations.http.AddressGuard;
import dev.millrace.integrations.http.AwsSettings;
import dev.millrace.integrations.http.HttpSettings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/// Connects the wiring to the stack's own tables, bucket and queues. Region, credentials and, in
/// tests, addresses other than AWS's own come to the SDK through its own variables.
final class Stack {
  private static final long NOT_EMBEDDED = 0;

  private Stack() {}

  /// @throws IllegalArgumentException when a variable is missing or wrong
  static Wiring wiring(Map<String, String> environment) {
    var settings = Settings.of(environment);
    Clock clock = () -> Instant.now().truncatedTo(ChronoUnit.MICROS);
    var ids = new LambdaIds(clock);
    var sqs = AwsClients.brief(SqsClient.builder()).build();
    var ports = ports(settings, environment, clock, ids, sqs);
    var guard = AddressGuard.publicOnly().allowing(settings.allowedHosts());
    var urls = settings.queues();
    var queues = QueueAddresses.of(List.of(urls.dispatch(), urls.dispatchLong(), urls.results()));
    return new Wiring(
        ports,
        TaskKinds.standard(new HttpSettings(guard), aws(settings, environment)),
        new CallbackTokens(callbackKey(settings), settings.apiUrl()),
        new SqsVisibility(sqs, queues, clock),
        new Metrics("Millrace/" + settings.stack(), clock, LogContext::print));
  }

  private static Ports ports(
      Settings settings, Map<String, String> environment, Clock clock, Ids ids, SqsClient sqs) {
    var dynamoDb = AwsClients.brief(DynamoDbClient.builder()).build();
    var s3 = AwsClients.bulky(S3Client.builder()).build();
    var scheduler = AwsClients.brief(SchedulerClient.builder()).build();
    var tables = new Tables(settings.runsTable(), settings.dagsTable());
    var payloads = new S3PayloadStore(s3, settings.payloadBucket());
    var dispatch = new SqsDispatchQueue(sqs, settings.queues(), clock);
    return new Ports(
        new DynamoDagStore(dynamoDb, tables, payloads),
        new DynamoRunStore(dynamoDb, tables, payloads, settings.retention(), clock),
        payloads,
        new DynamoEntryStore(dynamoDb, tables),
        secrets(settings, environment, clock),
        dispatch,
        new SqsResultsQueue(sqs, settings.queues()),
        new SchedulerTimers(scheduler, settings.timers(), dispatch, clock),
        new EventBridgeSchedules(scheduler, settings.ticks(), clock),
        new SqsDeadLetters(sqs, settings.queues()),
        clock,
        ids,
        NOT_EMBEDDED);
  }

  /// Names of secrets begin with the stack's own, so that none can read another's.
  private static Secrets secrets(Settings settings, Map<String, String> environment, Clock clock) {
    return AwsSecrets.of(
        Lazily.once(() -> AwsClients.brief(SecretsManagerClient.builder()).build()),
        Lazily.once(() -> AwsClients.brief(SsmClient.builder()).build()),
        settings.stack(),
        environment,
        clock);
  }

  /// The function's own credentials only take the role of tasks.
  private static AwsSettings aws(Settings settings, Map<String, String> environment) {
    var provider = Lazily.once(() -> DefaultCredentialsProvider.builder().build());
    return new AwsSettings(
        new SdkCredentials(provider, environment),
        Optional.of(settings.taskRole()),
        settings.stack(),
        environment);
  }

  private static byte[] callbackKey(Settings settings) {
    try (var ssm = AwsClients.brief(SsmClient.builder()).build()) {
      return StoredKey.of(ssm, settings.callbackKey());
    }
  }
}
