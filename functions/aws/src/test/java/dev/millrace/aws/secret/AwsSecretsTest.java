package dev.millrace.aws.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.aws.TestClients;
import dev.millrace.core.ErrorName;
import dev.millrace.engine.secret.CachedSecrets;
import dev.millrace.engine.secret.Secret;
import dev.millrace.engine.secret.SecretReference;
import dev.millrace.engine.secret.SecretReference.Source;
import dev.millrace.engine.secret.Secrets;
import dev.millrace.engine.secret.Secrets.Reading;
import dev.millrace.testkit.contract.SecretsContract;
import dev.millrace.testkit.contract.SteppedClock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.client.builder.SdkClientBuilder;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

class AwsSecretsTest extends SecretsContract {
  private static final SecretReference SHOP = stored(Source.SECRET, "shop");
  private static final SecretReference MAIL = stored(Source.SSM, "mail");

  private final LoopbackSecretStores stores = new LoopbackSecretStores();
  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-23T06:00:00Z"));
  private final SecretsManagerClient secretsManager =
      once(TestClients.at(stores.endpoint(), SecretsManagerClient.builder())).build();
  private final SsmClient ssm =
      once(TestClients.at(stores.endpoint(), SsmClient.builder())).build();

  /// Whether the SDK tries again is not the matter here.
  private static <B extends SdkClientBuilder<B, ?>> B once(B builder) {
    return builder.overrideConfiguration(
        builder.overrideConfiguration().toBuilder()
            .retryStrategy(DefaultRetryStrategy.doNotRetry())
            .build());
  }

  @AfterEach
  void close() {
    ssm.close();
    secretsManager.close();
    stores.close();
  }

  @Override
  public Secrets secrets() {
    return AwsSecrets.of(() -> secretsManager, () -> ssm, "millrace/prod", ENVIRONMENT, clock);
  }

  @Override
  public void keep(SecretReference reference, String text) {
    switch (reference.source()) {
      case SECRET -> stores.keepSecret("millrace/prod/" + reference.name(), text);
      case SSM -> stores.keepParameter("/millrace/prod/" + reference.name(), text);
      case ENV -> throw new IllegalArgumentException("not a store: " + reference);
    }
  }

  @Test
  void what_lies_beside_the_stacks_prefix_is_not_found() {
    stores.keepSecret("shop", "another's");
    stores.keepSecret("millrace/staging/shop", "another's");
    stores.keepParameter("/mail", "another's");

    assertThat(failed(SHOP, Secrets.NOT_FOUND)).contains("there is no secret millrace/prod/shop");
    assertThat(failed(MAIL, Secrets.NOT_FOUND))
        .contains("there is no parameter /millrace/prod/mail");
  }

  @Test
  void a_secret_is_asked_for_once_in_five_minutes() {
    keep(SHOP, "old");
    var secrets = secrets();
    assertThat(secrets.read(SHOP)).isEqualTo(found("old"));
    keep(SHOP, "new");
    assertThat(secrets.read(SHOP)).isEqualTo(found("old"));
    assertThat(stores.asked()).hasSize(1);

    clock.advance(CachedSecrets.CACHED_FOR);

    assertThat(secrets.read(SHOP)).isEqualTo(found("new"));
    assertThat(stores.asked()).hasSize(2);
  }

  @Test
  void a_binary_secret_is_refused() {
    stores.keepBinarySecret("millrace/prod/shop");

    assertThat(failed(SHOP, Secrets.REFUSED)).contains("is binary. Keep it as text.");
  }

  @ParameterizedTest
  @CsvSource({
    "400, AccessDeniedException, Secret.Refused",
    "400, DecryptionFailure, Secret.Refused",
    "400, InvalidRequestException, Secret.Refused",
    "400, ThrottlingException, Secret.Unavailable",
    "500, InternalServiceError, Secret.Unavailable",
    "503, ServiceUnavailable, Secret.Unavailable",
  })
  void what_a_store_says_is_told_by_one_of_three_names(int status, String type, String error) {
    for (var reference : new SecretReference[] {SHOP, MAIL}) {
      stores.failNext(status, type);

      assertThat(failed(reference, new ErrorName(error)))
          .contains("cannot be read: " + type, "(status " + status + ")")
          .doesNotContain("planted-4711");
    }
  }

  @Test
  void a_store_that_does_not_answer_is_unavailable() {
    stores.close();

    assertThat(failed(SHOP, Secrets.UNAVAILABLE)).contains("did not answer");
    assertThat(failed(MAIL, Secrets.UNAVAILABLE)).contains("did not answer");
  }

  @Test
  void no_client_is_made_for_what_needs_none() {
    var secrets =
        AwsSecrets.of(
            () -> {
              throw new AssertionError("made");
            },
            () -> {
              throw new AssertionError("made");
            },
            "millrace/prod",
            ENVIRONMENT,
            clock);

    assertThat(secrets.read(stored(Source.ENV, "MILLRACE_SECRET_TOKEN")))
        .isEqualTo(found("from the environment"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/millrace", "millrace/"})
  void a_prefix_is_words_joined_by_slashes(String prefix) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> AwsSecrets.of(() -> secretsManager, () -> ssm, prefix, ENVIRONMENT, clock))
        .withMessageContaining("such as millrace/prod");
  }

  private String failed(SecretReference reference, ErrorName error) {
    return switch (secrets().read(reference)) {
      case Reading.Failed(var name, var cause) -> {
        assertThat(name).isEqualTo(error);
        yield cause;
      }
      case Reading.Found _ -> throw new AssertionError("was read: " + reference);
    };
  }

  private static Reading found(String text) {
    return new Reading.Found(Secret.of(text));
  }
}
