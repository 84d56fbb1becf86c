package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.aws.AwsKeys;
import dev.millrace.engine.secret.Secret;
import dev.millrace.integrations.TestAttempt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is taken for an answer of the Security Token Service.
class StsAnswerTest {
  @Test
  void keys_are_read_with_their_end() {
    assertThat(StsAnswer.read(RolesTest.answer("ASIA1", "s/e+c=", "t/o&amp;k=", TestAttempt.NOW)))
        .isEqualTo(
            new StsAnswer.Given(
                new AwsKeys("ASIA1", Secret.of("s/e+c="), Optional.of(Secret.of("t/o&k="))),
                TestAttempt.NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"AssumeRoleResponse\": {}}",
        "<html><p>no</html>",
        "<a/>",
        "<a><AccessKeyId>a</AccessKeyId><SecretAccessKey>b</SecretAccessKey></a>",
        "<a><AccessKeyId>a</AccessKeyId><SecretAccessKey>b</SecretAccessKey><SessionToken>c</SessionToken><Expiration>soon</Expiration></a>",
        "<a><AccessKeyId>a</AccessKeyId><SecretAccessKey>b</SecretAccessKey><SessionToken>c\nd</SessionToken><Expiration>2026-11-23T06:00:00Z</Expiration></a>",
      })
  void anything_else_cannot_be_read(String text) {
    assertThat(StsAnswer.read(text)).isEqualTo(new StsAnswer.Unreadable());
  }

  @Test
  void no_other_place_is_read_for_it(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("secret"), "pl4nted");
    var xml =
        "<!DOCTYPE a [<!ENTITY e SYSTEM \"%s\">]><a><Code>&e;</Code></a>".formatted(file.toUri());

    assertThat(StsAnswer.read(xml).toString()).doesNotContain("pl4nted");
  }
}
