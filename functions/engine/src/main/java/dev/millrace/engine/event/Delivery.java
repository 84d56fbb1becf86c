package dev.millrace.engine.event;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What somebody has posted to a webhook, as it came.
public final class Delivery {
  private final Map<String, List<String>> headers;
  private final byte[] body;

  /// @param headers the values of each header, by names in letters of any size
  /// @param body the very bytes; must not be changed
  public Delivery(Map<String, List<String>> headers, byte[] body) {
    var lower = new TreeMap<String, List<String>>();
    headers.forEach(
        (name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    this.headers = lower;
    this.body = body;
  }

  byte[] body() {
    return body;
  }

  /// The value of a header that stands there once; what stands there twice proves nothing.
  Optional<String> header(String name) {
    var values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  /// All headers by their names in small letters, several values with commas between.
  Map<String, String> headers() {
    var joined = new TreeMap<String, String>();
    headers.forEach((name, values) -> joined.put(name, String.join(", ", values)));
    return joined;
  }
}
