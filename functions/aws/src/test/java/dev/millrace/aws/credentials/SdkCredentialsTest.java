package dev.millrace.aws.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.aws.AwsCredentials.Reading;
import dev.millrace.engine.aws.AwsKeys;
import dev.millrace.engine.secret.Secret;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;

class SdkCredentialsTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("AWS_REGION", "eu-central-1");

  @Test
  void temporary_credentials_have_their_token() {
    assertThat(of(AwsSessionCredentials.create("ASIA1", "secret", "token")).keys())
        .isEqualTo(
            new Reading.Given(
                new AwsKeys("ASIA1", Secret.of("secret"), Optional.of(Secret.of("token")))));
  }

  @Test
  void others_have_none_and_neither_prints_what_is_secret() {
    var keys = of(AwsBasicCredentials.create("AKID", "pl4nted")).keys();

    assertThat(keys)
        .isEqualTo(new Reading.Given(new AwsKeys("AKID", Secret.of("pl4nted"), Optional.empty())));
    assertThat(keys.toString()).contains("AKID").doesNotContain("pl4nted");
  }

  @Test
  void when_there_are_none_it_says_why() {
    var none =
        ProfileCredentialsProvider.builder()
            .profileFile(ProfileFile.aggregator().build())
            .profileName("work")
            .build();

    assertThat(new SdkCredentials(() -> none, ENVIRONMENT).keys())
        .isInstanceOfSatisfying(
            Reading.Missing.class,
            missing -> assertThat(missing.cause()).contains("no credentials", "work"));
  }

  @Test
  void the_region_is_the_functions() {
    var credentials = AwsBasicCredentials.create("AKID", "secret");

    assertThat(of(credentials).region()).hasValue("eu-central-1");
  }

  private static SdkCredentials of(AwsCredentials credentials) {
    var provider = StaticCredentialsProvider.create(credentials);
    return new SdkCredentials(() -> provider, ENVIRONMENT);
  }
}
