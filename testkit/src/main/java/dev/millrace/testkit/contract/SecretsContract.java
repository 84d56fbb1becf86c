package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.ErrorName;
import dev.millrace.engine.secret.Secret;
import dev.millrace.engine.secret.SecretReference;
import dev.millrace.engine.secret.SecretReference.Source;
import dev.millrace.engine.secret.Secrets;
import dev.millrace.engine.secret.Secrets.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// [Secrets] wherever they are kept. An implementation extends this class, keeps what it is told,
/// and reads the variables of [#ENVIRONMENT].
public abstract class SecretsContract {
  /// The variables of the host in these tests.
  public static final Map<String, String> ENVIRONMENT =
      Map.of(
          "MILLRACE_SECRET_TOKEN", "from the environment",
          "MILLRACE_SECRET_EMPTY", "",
          "AWS_SECRET_ACCESS_KEY", "the host's own");

  /// Planted in every secret whose reading fails.
  private static final String PLANTED = "planted-4711";

  /// The secrets under test.
  public abstract Secrets secrets();

  /// Keeps a secret where the implementation looks for it.
  ///
  /// @param reference to a store, without a key
  public abstract void keep(SecretReference reference, String text);

  @Test
  void a_secret_is_read_as_it_is_kept() {
    for (var reference : List.of("secret://shop", "secret://shop/api/token.v2", "ssm://mail-key")) {
      keep(reference(reference), "s3cr3t: \"ä€𝄞\" #1\n");

      assertThat(read(reference)).as(reference).isEqualTo(found("s3cr3t: \"ä€𝄞\" #1\n"));
    }
  }

  @Test
  void a_key_of_a_json_object_is_read_alone() {
    keep(reference("secret://shop"), "{\"user\":\"ada\",\"client id\":7,\"on\":{\"a\":[1]}}");

    assertThat(read("secret://shop#user")).isEqualTo(found("ada"));
    assertThat(read("secret://shop#client id")).isEqualTo(found("7"));
    assertThat(read("secret://shop#on")).isEqualTo(found("{\"a\":[1]}"));
  }

  @Test
  void names_are_told_apart() {
    keep(reference("secret://shop"), "one");
    keep(reference("secret://shop/api"), "two");

    assertThat(read("secret://shop")).isEqualTo(found("one"));
    assertThat(read("secret://shop/api")).isEqualTo(found("two"));
  }

  @Test
  void a_secret_that_is_not_kept_is_not_found() {
    keep(reference("secret://shop"), PLANTED);

    for (var gone : List.of("secret://gone", "ssm://gone", "env://MILLRACE_SECRET_GONE")) {
      assertFails(gone, Secrets.NOT_FOUND);
    }
  }

  @Test
  void a_key_that_is_not_there_is_not_found() {
    keep(reference("secret://shop"), "{\"token\":\"" + PLANTED + "\",\"none\":null}");

    assertFails("secret://shop#gone", Secrets.NOT_FOUND);
    assertFails("secret://shop#none", Secrets.NOT_FOUND);
  }

  @Test
  void a_key_of_what_is_no_json_object_is_not_found() {
    var planted = "\"token\":\"" + PLANTED + "\"";
    for (var text : List.of(PLANTED, "[{" + planted + "}]", "{" + planted, "{" + planted + "} x")) {
      keep(reference("secret://shop"), text);

      assertFails("secret://shop#token", Secrets.NOT_FOUND);
    }
  }

  @Test
  void a_variable_of_the_host_is_read_when_it_is_for_documents() {
    assertThat(read("env://MILLRACE_SECRET_TOKEN")).isEqualTo(found("from the environment"));
    assertFails("env://MILLRACE_SECRET_EMPTY", Secrets.NOT_FOUND);
  }

  private Reading read(String reference) {
    return secrets().read(reference(reference));
  }

  private void assertFails(String reference, ErrorName error) {
    assertThat(read(reference))
        .isInstanceOfSatisfying(
            Reading.Failed.class,
            failed -> {
              assertThat(failed.error()).isEqualTo(error);
              assertThat(failed.cause()).startsWith(reference + ": ").doesNotContain(PLANTED);
            });
  }

  private static Reading found(String text) {
    return new Reading.Found(Secret.of(text));
  }

  private static SecretReference reference(String text) {
    return switch (SecretReference.parse(text)) {
      case SecretReference.Parsing.Parsed(var reference) -> reference;
      case SecretReference.Parsing.Wrong(var what, _) -> throw new IllegalArgumentException(what);
    };
  }

  /// A reference to a store, for tests of one implementation.
  protected static SecretReference stored(Source source, String name) {
    return new SecretReference(source, name, Optional.empty());
  }
}
