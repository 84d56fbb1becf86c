package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.aws.AwsCredentials;
import dev.millrace.integrations.TestCredentials;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where services are: the environment says it, and a document only which region.
class AwsSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "eu-central-1, https://lambda.eu-central-1.amazonaws.com/",
    "us-gov-west-1, https://lambda.us-gov-west-1.amazonaws.com/",
    "cn-north-1, https://lambda.cn-north-1.amazonaws.com.cn/",
    "eusc-de-east-1, https://lambda.eusc-de-east-1.amazonaws.eu/",
  })
  void a_service_is_at_its_own_address(String region, String address) {
    assertThat(place(Map.of(), Optional.of(region)))
        .isEqualTo("At[address=%s, region=%s]".formatted(address, region));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AWS_ENDPOINT_URL_LAMBDA=http://127.0.0.1:1/ | http://127.0.0.1:1/",
        "AWS_ENDPOINT_URL=http://127.0.0.1:2/x | http://127.0.0.1:2/x",
        "AWS_ENDPOINT_URL=http://127.0.0.1:2,AWS_ENDPOINT_URL_LAMBDA=http://127.0.0.1:1 | http://127.0.0.1:1/",
        "AWS_ENDPOINT_URL_STS=http://127.0.0.1:1 | https://lambda.eu-central-1.amazonaws.com/",
        "AWS_ENDPOINT_URL=http://127.0.0.1:2,AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true | https://lambda.eu-central-1.amazonaws.com/",
      })
  void the_environment_names_another_as_for_the_sdks(String variables, String address) {
    var environment = new HashMap<String, String>();
    for (var variable : variables.split(",", -1)) {
      environment.put(variable.split("=", 2)[0], variable.split("=", 2)[1]);
    }

    assertThat(place(environment, Optional.empty()))
        .isEqualTo("At[address=%s, region=eu-central-1]".formatted(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example/", "a", "eu-central-1.evil.example", "EU-CENTRAL-1", ""})
  void what_is_no_region_leads_nowhere(String region) {
    assertThat(place(Map.of(), Optional.of(region))).contains("is not the name of a region");
  }

  @Test
  void a_wrong_address_is_told_by_its_variable() {
    assertThat(place(Map.of("AWS_ENDPOINT_URL", "ftp://a"), Optional.empty()))
        .contains("the address of lambda in the environment (AWS_ENDPOINT_URL) must be");
  }

  @Test
  void without_a_region_it_says_how_to_name_one() {
    var settings = new AwsSettings(AwsCredentials.none("none"), Optional.empty(), "test", Map.of());

    assertThat(settings.place("lambda", Optional.empty()).toString()).contains("Set AWS_REGION");
  }

  @Test
  void of_the_environment_nothing_else_is_kept() {
    var settings =
        new AwsSettings(
            TestCredentials.ofHost(),
            Optional.empty(),
            "test",
            Map.of("AWS_SECRET_ACCESS_KEY", "pl4nted", "AWS_ENDPOINT_URL", "http://a.example"));

    assertThat(settings.variables()).containsOnlyKeys("AWS_ENDPOINT_URL");
    assertThat(settings.toString()).doesNotContain("pl4nted");
  }

  private static String place(Map<String, String> environment, Optional<String> region) {
    return new AwsSettings(TestCredentials.ofHost(), Optional.empty(), "test", environment)
        .place("lambda", region)
        .toString();
  }
}
