package dev.millrace.integrations.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The statuses that count as success.
record StatusSet(List<Range> ranges) {
  /// All that say so by themselves.
  static final StatusSet SUCCESS = new StatusSet(List.of(new Range(200, 299)));

  /// Every final one, for whoever looks at the answer himself.
  static final StatusSet ANY = new StatusSet(List.of(new Range(200, 599)));

  private static final Pattern CLASS = Pattern.compile("[2-5]xx");
  private static final Pattern CODE = Pattern.compile("[2-5][0-9][0-9]");

  /// Copies the list.
  StatusSet {
    ranges = List.copyOf(ranges);
  }

  /// Statuses from one to another, both included.
  record Range(int least, int most) {
    @Override
    public String toString() {
      return least == most ? Integer.toString(least) : least / 100 + "xx";
    }
  }

  /// Reads `404` or `2xx`. Interim answers (1xx) never reach a task.
  static Optional<Range> range(String text) {
    if (CLASS.matcher(text).matches()) {
      var least = (text.charAt(0) - '0') * 100;
      return Optional.of(new Range(least, least + 99));
    }
    return CODE.matcher(text).matches()
        ? Optional.of(new Range(Integer.parseInt(text), Integer.parseInt(text)))
        : Optional.empty();
  }

  /// Whether a status is one of them.
  boolean has(int status) {
    return ranges.stream().anyMatch(range -> range.least() <= status && status <= range.most());
  }

  /// These and those of another set.
  StatusSet and(StatusSet other) {
    return new StatusSet(Stream.concat(ranges.stream(), other.ranges.stream()).distinct().toList());
  }

  @Override
  public String toString() {
    return ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
  }
}
