package dev.millrace.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.ElasticMq;
import dev.millrace.testkit.servers.TestServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The servers that stand for AWS answer the SDK.
@ExtendWith(TestServers.class)
class TestServersTest {
  @Test
  void dynamodb_answers(DynamoDbLocal server) {
    try (var client = TestClients.at(server.endpoint(), DynamoDbClient.builder()).build()) {
      assertThat(client.listTables().hasTableNames()).isTrue();
    }
  }

  @Test
  void sqs_answers(ElasticMq server) {
    try (var client = TestClients.at(server.endpoint(), SqsClient.builder()).build()) {
      var url = client.createQueue(queue -> queue.queueName("answers")).queueUrl();
      assertThat(client.listQueues().queueUrls()).contains(url);
    }
  }
}
