package dev.millrace.core;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/// The id of a run; the same id is the same run.
///
/// Three forms: `dag@20261123T060000Z` for a tick (`dag@20261123T060000Z~name` for a named
/// schedule), `dag.name` for a named start, `dag.ULID` otherwise.
public record RunId(String text) implements Comparable<RunId> {
  private static final String DAG = "[A-Za-z][A-Za-z0-9_-]{0,79}";
  private static final Pattern SHAPE =
      Pattern.compile(
          DAG + "(@[0-9]{8}T[0-9]{6}Z(~[A-Za-z0-9._-]{1,64})?|\\.[A-Za-z0-9._-]{1,64})");
  private static final DateTimeFormatter TICK =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern START_NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /// @throws IllegalArgumentException when the text has not the shape of a run id
  public RunId {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not the id of a run: " + text);
    }
  }

  /// Whether a text can be the id of a run.
  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }

  /// Whether a text can name a start of a run: `[A-Za-z0-9._-]{1,64}`.
  public static boolean isValidStartName(String name) {
    return START_NAME.matcher(name).matches();
  }

  /// The run of a DAG that was started under a name (or a ULID).
  public static RunId named(DagName dag, String name) {
    return new RunId(dag.text() + "." + name);
  }

  /// The run of a DAG for a tick.
  ///
  /// @param at the scheduled instant; a run id has whole seconds
  /// @param schedule its name, where a DAG has several
  /// @throws IllegalArgumentException when the instant has a fraction of a second, its year has not
  ///     four digits, or the name is none
  public static RunId ofTick(DagName dag, Instant at, Optional<String> schedule) {
    if (!at.equals(at.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException("a tick has whole seconds: " + at);
    }
    var name = schedule.map(text -> "~" + text).orElse("");
    return new RunId(dag.text() + "@" + TICK.format(at) + name);
  }

  /// The DAG that this run executes; every form begins with it.
  public DagName dag() {
    var end = 0;
    while (text.charAt(end) != '.' && text.charAt(end) != '@') {
      end++;
    }
    return new DagName(text.substring(0, end));
  }

  @Override
  public int compareTo(RunId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
