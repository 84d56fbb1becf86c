package dev.millrace.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.secret.SecretReference.Source;
import dev.millrace.engine.secret.Secrets.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CachedSecretsTest {
  private static final SecretReference SHOP =
      new SecretReference(Source.SECRET, "shop", Optional.empty());
  private static final SecretReference MAIL =
      new SecretReference(Source.SECRET, "mail", Optional.empty());

  private final Map<SecretReference, Reading> store = new HashMap<>();
  private Instant now = Instant.parse("2026-11-23T06:00:00Z");
  private int readings;

  private final Secrets cached = new CachedSecrets(this::fromStore, () -> now);

  @Test
  void a_secret_is_read_once_in_five_minutes() {
    store.put(SHOP, found("old"));
    assertThat(cached.read(SHOP)).isEqualTo(found("old"));
    store.put(SHOP, found("new"));

    now = now.plus(CachedSecrets.CACHED_FOR).minusMillis(1);
    assertThat(cached.read(SHOP)).isEqualTo(found("old"));
    assertThat(readings).isEqualTo(1);

    now = now.plusMillis(1);
    assertThat(cached.read(SHOP)).isEqualTo(found("new"));
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void each_secret_is_kept_by_itself() {
    store.put(SHOP, found("one"));
    store.put(MAIL, found("two"));

    assertThat(cached.read(SHOP)).isEqualTo(found("one"));
    assertThat(cached.read(MAIL)).isEqualTo(found("two"));
  }

  @Test
  void a_failure_is_not_kept() {
    store.put(SHOP, new Reading.Failed(Secrets.UNAVAILABLE, "throttled"));
    assertThat(cached.read(SHOP)).isInstanceOf(Reading.Failed.class);
    store.put(SHOP, found("value"));

    assertThat(cached.read(SHOP)).isEqualTo(found("value"));
  }

  @Test
  void a_secret_that_is_gone_is_forgotten_once_its_time_is_over() {
    store.put(SHOP, found("value"));
    cached.read(SHOP);
    store.put(SHOP, new Reading.Failed(Secrets.NOT_FOUND, "gone"));
    now = now.plus(CachedSecrets.CACHED_FOR);

    assertThat(cached.read(SHOP)).isInstanceOf(Reading.Failed.class);
    now = now.minus(Duration.ofMinutes(1));
    assertThat(cached.read(SHOP)).isInstanceOf(Reading.Failed.class);
  }

  private Reading fromStore(SecretReference reference) {
    readings++;
    return store.getOrDefault(reference, new Reading.Failed(Secrets.NOT_FOUND, "none"));
  }

  private static Reading found(String text) {
    return new Reading.Found(Secret.of(text));
  }
}
