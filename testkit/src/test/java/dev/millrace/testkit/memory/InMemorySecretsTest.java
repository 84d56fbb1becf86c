package dev.millrace.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.engine.secret.Secret;
import dev.millrace.engine.secret.SecretReference;
import dev.millrace.engine.secret.SecretReference.Source;
import dev.millrace.engine.secret.Secrets;
import dev.millrace.testkit.contract.SecretsContract;
import org.junit.jupiter.api.Test;

/// The secrets in memory keep their contract.
class InMemorySecretsTest extends SecretsContract {
  private final InMemorySecrets secrets = new InMemorySecrets();

  InMemorySecretsTest() {
    ENVIRONMENT.forEach(
        (name, value) -> {
          if (name.startsWith(SecretReference.VARIABLE_PREFIX)) {
            secrets.keep("env://" + name, value);
          }
        });
  }

  @Override
  public Secrets secrets() {
    return secrets;
  }

  @Override
  public void keep(SecretReference reference, String text) {
    secrets.keep(reference.toString(), text);
  }

  @Test
  void a_reading_fails_once_when_a_test_asks_for_it() {
    secrets.keep("secret://shop", "value").failNext(Secrets.UNAVAILABLE);
    var shop = stored(Source.SECRET, "shop");

    assertThat(secrets.read(shop))
        .isInstanceOfSatisfying(
            Secrets.Reading.Failed.class,
            failed -> assertThat(failed.error()).isEqualTo(Secrets.UNAVAILABLE));
    assertThat(secrets.read(shop)).isEqualTo(new Secrets.Reading.Found(Secret.of("value")));
  }

  @Test
  void only_references_to_whole_secrets_can_be_kept() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> secrets.keep("secret://shop#token", "value"))
        .withMessageContaining("as a JSON object");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> secrets.keep("shop", "value"))
        .withMessageContaining("begins with secret://");
  }
}
