package dev.millrace.integrations.http;

import dev.millrace.engine.aws.AwsCredentials;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a host says of AWS to its tasks. The addresses of services are the host's to say, never a
/// document's: the guard of [HttpSettings] is not asked about them.
///
/// @param taskRole ARN of the role that tasks act as; empty: they act as whoever runs the host
/// @param session what assumed roles are called in AWS's own logs
/// @param variables what of the environment names addresses, as the SDKs read it
public record AwsSettings(
    AwsCredentials credentials,
    Optional<String> taskRole,
    String session,
    Map<String, String> variables) {
  private static final String VARIABLE = "AWS_ENDPOINT_URL";
  private static final String IGNORED = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS";

  /// Becomes part of a host's name, so nothing else gets through.
  private static final Pattern REGION = Pattern.compile("[a-z]{2,5}(-[a-z]+){1,3}-[0-9]{1,2}");

  /// Keeps of the variables only those that it reads: others hold secrets.
  public AwsSettings {
    variables =
        variables.entrySet().stream()
            .filter(each -> each.getKey().startsWith(VARIABLE) || each.getKey().equals(IGNORED))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// Of a host that has nothing to do with AWS.
  public static AwsSettings none() {
    return new AwsSettings(
        AwsCredentials.none(
            "this host has no credentials of AWS. Give it some where it is put together."),
        Optional.empty(),
        "millrace",
        Map.of());
  }

  /// Whether a text can be the name of a region.
  public static boolean isRegion(String text) {
    return REGION.matcher(text).matches();
  }

  /// Where a service is reached.
  sealed interface Place {
    /// There, and requests are signed for that region.
    record At(Address address, String region) implements Place {}

    /// Nobody knows.
    ///
    /// @param cause for people
    record Unknown(String cause) implements Place {}
  }

  /// Where a service is reached in a region, or in the host's own.
  ///
  /// @param service as signatures name it, such as `lambda`
  Place place(String service, Optional<String> wanted) {
    var region = wanted.or(credentials::region);
    if (region.filter(AwsSettings::isRegion).isEmpty()) {
      return new Place.Unknown(
          region.isEmpty()
              ? "the region is not known. Set AWS_REGION, or a region in your profile."
              : "%s is not the name of a region. Correct AWS_REGION or your profile."
                  .formatted(region.get()));
    }
    var url = configured(service).orElseGet(() -> standard(service, region.get()));
    return switch (Address.read(url)) {
      case Address.Usable(var address) -> new Place.At(address, region.get());
      case Address.Wrong(var rule, _) ->
          new Place.Unknown(
              "the address of %s in the environment (%s) must be %s."
                  .formatted(service, VARIABLE, rule));
    };
  }

  private Optional<String> configured(String service) {
    if (variables.getOrDefault(IGNORED, "").equalsIgnoreCase("true")) {
      return Optional.empty();
    }
    var own = VARIABLE + "_" + service.toUpperCase(Locale.ROOT);
    return Optional.ofNullable(variables.get(own))
        .or(() -> Optional.ofNullable(variables.get(VARIABLE)))
        .filter(url -> !url.isBlank())
        .map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
  }

  private static String standard(String service, String region) {
    var suffix =
        region.startsWith("cn-")
            ? "amazonaws.com.cn"
            : region.startsWith("eusc-") ? "amazonaws.eu" : "amazonaws.com";
    return "https://%s.%s.%s".formatted(service, region, suffix);
  }
}
