package dev.millrace.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.engine.secret.SecretReference.Parsing;
import dev.millrace.engine.secret.SecretReference.Source;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretReferenceTest {
  @Test
  void a_reference_names_its_source_the_name_and_perhaps_a_key() {
    assertThat(SecretReference.parse("secret://shop/api#client id"))
        .isEqualTo(parsed(Source.SECRET, "shop/api", Optional.of("client id")));
    assertThat(SecretReference.parse("secret://shop"))
        .isEqualTo(parsed(Source.SECRET, "shop", Optional.empty()));
    assertThat(SecretReference.parse("ssm://shop/mail.key"))
        .isEqualTo(parsed(Source.SSM, "shop/mail.key", Optional.empty()));
    assertThat(SecretReference.parse("env://MILLRACE_SECRET_TOKEN"))
        .isEqualTo(parsed(Source.ENV, "MILLRACE_SECRET_TOKEN", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret://shop/api#token",
        "secret://shop",
        "ssm://a-b/c_d",
        "env://MILLRACE_SECRET_TOKEN"
      })
  void a_reference_is_written_as_it_was_read(String text) {
    assertThat(SecretReference.isMeantBy(text)).isTrue();
    assertThat(SecretReference.parse(text))
        .isInstanceOfSatisfying(
            Parsing.Parsed.class, parsed -> assertThat(parsed.reference()).hasToString(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret://",
        "secret:///shop",
        "secret://shop/",
        "secret://shop//token",
        "secret://../other/token",
        "secret://shop/../../other",
        "secret://shop/.hidden",
        "secret://arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop",
        "secret://shop token",
        "ssm://shop*"
      })
  void a_name_that_could_lead_out_of_the_stacks_prefix_is_refused(String text) {
    assertThat(wrong(text).what()).contains("joined by /");
    assertThat(wrong(text).mend()).contains("without the stack's prefix");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env://AWS_SECRET_ACCESS_KEY",
        "env://MILLRACE_SECRET_",
        "env://millrace_secret_token",
        "env://MILLRACE_SECRET_A=B",
        "env://"
      })
  void no_other_variable_of_the_host_may_be_named(String text) {
    assertThat(wrong(text).what()).contains("begin with MILLRACE_SECRET_");
  }

  @ParameterizedTest
  @CsvSource({
    "secret://shop#, there is no key behind the #",
    "ssm://shop#token, only secret:// has keys",
    "env://MILLRACE_SECRET_TOKEN#key, only secret:// has keys",
    "https://shop.example, 'begins with secret://, ssm:// or env://'",
  })
  void what_is_wrong_is_said(String text, String what) {
    assertThat(wrong(text).what()).contains(what);
  }

  @Test
  void a_name_and_a_key_have_a_longest_length() {
    var longest = "a".repeat(SecretReference.LENGTH_MAX);
    assertThat(SecretReference.parse("secret://" + longest + "#" + longest))
        .isInstanceOf(Parsing.Parsed.class);
    assertThat(wrong("secret://" + longest + "a").what()).contains("at most 256 characters");
    assertThat(wrong("secret://a#a" + longest).what()).contains("at most 256 characters");
  }

  @Test
  void only_what_begins_like_a_reference_is_meant_as_one() {
    assertThat(SecretReference.isMeantBy("secret://")).isTrue();
    assertThat(SecretReference.isMeantBy("s3://bucket")).isFalse();
    assertThat(SecretReference.isMeantBy("a secret://shop")).isFalse();
  }

  @Test
  void no_reference_can_be_made_that_could_not_be_read() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SecretReference(Source.SSM, "../other", Optional.empty()))
        .withMessageContaining("joined by /");
  }

  private static Parsing.Parsed parsed(Source source, String name, Optional<String> key) {
    return new Parsing.Parsed(new SecretReference(source, name, key));
  }

  private static Parsing.Wrong wrong(String text) {
    return switch (SecretReference.parse(text)) {
      case Parsing.Wrong wrong -> wrong;
      case Parsing.Parsed(var reference) ->
          throw new AssertionError("was taken as a reference: " + reference);
    };
  }
}
