package dev.millrace.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.aws.AwsClients;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.testkit.servers.LoopbackParameterStore;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

class StoredKeyTest {
  private static final String NAME = "/millrace-engine/callback-key";

  private final LoopbackParameterStore parameters = new LoopbackParameterStore();
  private final SsmClient ssm =
      AwsClients.brief(SsmClient.builder())
          .endpointOverride(parameters.endpoint())
          .region(Region.EU_CENTRAL_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
          .build();

  @AfterEach
  void close() {
    ssm.close();
    parameters.close();
  }

  @Test
  void the_key_is_made_once() {
    var key = StoredKey.of(ssm, NAME);

    assertThat(key)
        .hasSize(CallbackTokens.KEY_BYTES)
        .isNotEqualTo(new byte[CallbackTokens.KEY_BYTES]);
    assertThat(StoredKey.of(ssm, NAME)).isEqualTo(key);
    assertThat(parameters.parameter(NAME)).contains(Base64.getEncoder().encodeToString(key));
  }

  @Test
  void all_who_make_it_at_once_are_given_the_same() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked =
          threads.invokeAll(
              IntStream.range(0, 8)
                  .<Callable<byte[]>>mapToObj(_ -> () -> StoredKey.of(ssm, NAME))
                  .toList());

      for (var key : asked) {
        assertThat(key.get()).isEqualTo(StoredKey.of(ssm, NAME));
      }
    }
  }

  @Test
  void two_stacks_have_different_keys() {
    assertThat(StoredKey.of(ssm, "/other/callback-key")).isNotEqualTo(StoredKey.of(ssm, NAME));
  }

  @Test
  void a_damaged_key_is_refused_with_what_to_do_and_never_replaced() {
    ssm.putParameter(
        put -> put.name(NAME).type(ParameterType.SECURE_STRING).overwrite(false).value("c2hvcnQ="));

    assertThatIllegalStateException()
        .isThrownBy(() -> StoredKey.of(ssm, NAME))
        .withMessageContaining(NAME)
        .withMessageContaining("put its old value back");
    assertThat(parameters.parameter(NAME)).contains("c2hvcnQ=");
  }
}
