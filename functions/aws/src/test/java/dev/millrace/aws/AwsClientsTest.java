package dev.millrace.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class AwsClientsTest {
  @Test
  void a_client_gives_a_request_up_in_time_and_asks_again() {
    try (var client = AwsClients.brief(DynamoDbClient.builder()).region(Region.EU_WEST_1).build()) {
      var settings = client.serviceClientConfiguration().overrideConfiguration();
      assertThat(settings.apiCallAttemptTimeout()).contains(Duration.ofSeconds(4));
      assertThat(settings.apiCallTimeout()).contains(Duration.ofSeconds(20));
      assertThat(settings.retryStrategy().orElseThrow().maxAttempts()).isEqualTo(12);
    }
  }

  @Test
  void conflicts_that_pass_are_waited_out() {
    assertThat(AwsClients.isPassing(TransactionConflictException.builder().build())).isTrue();
    assertThat(AwsClients.isPassing(cancelled("None", "TransactionConflict"))).isTrue();
    assertThat(AwsClients.isPassing(cancelled("ThrottlingError", "None"))).isTrue();
    assertThat(AwsClients.isPassing(s3("ConditionalRequestConflict"))).isTrue();
  }

  @Test
  void what_does_not_pass_is_not_tried_again() {
    assertThat(AwsClients.isPassing(cancelled("ConditionalCheckFailed", "None"))).isFalse();
    assertThat(AwsClients.isPassing(cancelled("ConditionalCheckFailed", "TransactionConflict")))
        .isFalse();
    assertThat(AwsClients.isPassing(cancelled("ValidationError", "None"))).isFalse();
    assertThat(AwsClients.isPassing(ConditionalCheckFailedException.builder().build())).isFalse();
    assertThat(AwsClients.isPassing(s3("AccessDenied"))).isFalse();
    assertThat(AwsClients.isPassing(S3Exception.builder().build())).isFalse();
  }

  private static TransactionCanceledException cancelled(String first, String second) {
    return TransactionCanceledException.builder()
        .cancellationReasons(
            CancellationReason.builder().code(first).build(),
            CancellationReason.builder().code(second).build())
        .build();
  }

  private static Throwable s3(String code) {
    return S3Exception.builder()
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
        .build();
  }
}
