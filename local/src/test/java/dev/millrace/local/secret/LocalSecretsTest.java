package dev.millrace.local.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.ErrorName;
import dev.millrace.engine.secret.Secret;
import dev.millrace.engine.secret.SecretReference;
import dev.millrace.engine.secret.SecretReference.Source;
import dev.millrace.engine.secret.Secrets;
import dev.millrace.engine.secret.Secrets.Reading;
import dev.millrace.testkit.contract.SecretsContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSecretsTest extends SecretsContract {
  @TempDir private Path folder = Path.of("");
  private final Map<String, String> kept = new HashMap<>();

  @Override
  public Secrets secrets() {
    return new LocalSecrets(folder, ENVIRONMENT);
  }

  @Override
  public void keep(SecretReference reference, String text) {
    kept.put(reference.name(), text);
    var file = JsonNodeFactory.instance.objectNode();
    kept.forEach(file::put);
    write(file.toString());
  }

  @Test
  void the_file_is_yaml_with_a_value_or_keys_and_values_for_each_name() {
    write(
        """
        # of the shop
        shop/api: {token: abc, port: 8080}
        mail-key: "0123"
        pin: 4711
        """);

    assertThat(read(Source.SECRET, "shop/api", "token")).isEqualTo(found("abc"));
    assertThat(read(Source.SECRET, "shop/api", "port")).isEqualTo(found("8080"));
    assertThat(secrets().read(stored(Source.SSM, "mail-key"))).isEqualTo(found("0123"));
    assertThat(secrets().read(stored(Source.SECRET, "pin"))).isEqualTo(found("4711"));
  }

  @Test
  void a_changed_file_counts_at_once() {
    write("shop: old");
    var secrets = secrets();
    assertThat(secrets.read(stored(Source.SECRET, "shop"))).isEqualTo(found("old"));

    write("shop: new");

    assertThat(secrets.read(stored(Source.SECRET, "shop"))).isEqualTo(found("new"));
  }

  @Test
  void without_a_file_it_is_said_how_to_make_one() {
    assertThat(failed(stored(Source.SECRET, "shop"), Secrets.NOT_FOUND))
        .contains("there is no file", "secrets.yaml", "shop: VALUE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
  void a_file_that_others_can_read_or_change_is_refused(String permissions) throws IOException {
    write("shop: planted");
    var file = folder.resolve(SecretsFile.NAME);
    assumeTrue(isPosix(), "this file system knows no owner and others");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    assertThat(failed(stored(Source.SECRET, "shop"), Secrets.REFUSED))
        .contains(permissions, "chmod 600 " + file)
        .doesNotContain("planted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop: [planted", "- planted", "planted", "shop: planted\nshop: planted"})
  void a_file_of_another_form_is_refused_without_a_word_of_what_it_holds(String text) {
    write(text);

    assertThat(failed(stored(Source.SECRET, "shop"), Secrets.REFUSED))
        .contains("secrets.yaml")
        .doesNotContain("planted");
  }

  @Test
  void a_name_without_a_value_is_not_found() {
    write("shop:");

    assertThat(failed(stored(Source.SECRET, "shop"), Secrets.NOT_FOUND)).contains("is empty");
  }

  private Reading read(Source source, String name, String key) {
    return secrets().read(new SecretReference(source, name, Optional.of(key)));
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

  private void write(String text) {
    try {
      var file = folder.resolve(SecretsFile.NAME);
      Files.writeString(file, text);
      if (isPosix()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isPosix() {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static Reading found(String text) {
    return new Reading.Found(Secret.of(text));
  }
}
