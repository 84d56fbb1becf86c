package dev.millrace.template;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.millrace.aws.AwsClients;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/// What any function with the clients of a stack costs at its cold start: it makes them, reads one
/// parameter, and at its first event asks the table of runs for what is due, as `GET /health` does.
public final class SdkOnlyHandler implements RequestStreamHandler {
  private static final int SHARDS = 4;

  private final DynamoDbClient dynamoDb = AwsClients.brief(DynamoDbClient.builder()).build();
  private final SqsClient sqs = AwsClients.brief(SqsClient.builder()).build();
  private final S3Client s3 = AwsClients.bulky(S3Client.builder()).build();
  private final SchedulerClient scheduler = AwsClients.brief(SchedulerClient.builder()).build();
  private final String parameter;

  /// Makes the clients.
  public SdkOnlyHandler() {
    try (var ssm = AwsClients.brief(SsmClient.builder()).build()) {
      parameter =
          ssm.getParameter(
                  request ->
                      request.name(System.getenv("MILLRACE_CALLBACK_KEY")).withDecryption(true))
              .parameter()
              .value();
    }
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    in.readAllBytes();
    var found =
        IntStream.range(0, SHARDS)
            .map(
                shard ->
                    dynamoDb
                        .query(
                            query ->
                                query
                                    .tableName(System.getenv("MILLRACE_RUNS_TABLE"))
                                    .indexName("active")
                                    .keyConditionExpression(
                                        "#shard = :shard AND checkFrom <= :until")
                                    .expressionAttributeNames(Map.of("#shard", "shard"))
                                    .expressionAttributeValues(
                                        Map.of(
                                            ":shard", AttributeValue.fromS(Integer.toString(shard)),
                                            ":until", AttributeValue.fromS("0")))
                                    .limit(1))
                        .count())
            .sum();
    var clients = sqs.serviceName() + s3.serviceName() + scheduler.serviceName();
    out.write((clients + parameter.length() + found).getBytes(StandardCharsets.UTF_8));
  }
}
