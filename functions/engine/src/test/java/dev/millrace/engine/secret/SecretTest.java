package dev.millrace.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import dev.millrace.engine.secret.Secrets.Reading;
import org.junit.jupiter.api.Test;

class SecretTest {
  private static final String TEXT = "planted-4711";

  @Test
  void a_secret_prints_as_stars_alone_and_in_whatever_holds_it() {
    var secret = Secret.of(TEXT);

    assertThat(secret).hasToString("***");
    assertThat(new Reading.Found(secret).toString()).contains("***").doesNotContain(TEXT);
    assertThat("token=" + secret).isEqualTo("token=***");
  }

  @Test
  void a_secret_cannot_be_written_as_json_by_mistake() {
    assertThatThrownBy(() -> new ObjectMapper().writeValueAsString(Secret.of(TEXT)))
        .isInstanceOf(InvalidDefinitionException.class)
        .message()
        .doesNotContain(TEXT);
  }

  @Test
  void secrets_are_equal_when_their_texts_are() {
    assertThat(Secret.of(TEXT)).isEqualTo(Secret.of(TEXT)).hasSameHashCodeAs(Secret.of(TEXT));
    assertThat(Secret.of(TEXT)).isNotEqualTo(Secret.of("other"));
    assertThat(Secret.of(TEXT).reveal()).isEqualTo(TEXT);
  }
}
