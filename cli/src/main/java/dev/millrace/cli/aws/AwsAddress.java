package dev.millrace.cli.aws;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells by an address whether API Gateway answers there. Knows nothing of the SDK, so that asking
/// costs no start time. The launcher `millrace` gives the JVM the SDK's jars by the same sign,
/// `.execute-api.` in lower case.
public final class AwsAddress {
  private static final Pattern EXECUTE_API =
      Pattern.compile("[a-z0-9-]+\\.execute-api\\.([a-z0-9-]+)\\.amazonaws\\.com(\\.cn)?");

  private AwsAddress() {}

  /// The region that an address of API Gateway names; empty for every other address, among them
  /// domains of one's own.
  public static Optional<String> region(URI address) {
    var host = EXECUTE_API.matcher(Optional.ofNullable(address.getHost()).orElse(""));
    return host.matches() ? Optional.of(host.group(1)) : Optional.empty();
  }
}
