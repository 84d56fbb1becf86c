package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// docs/limits.md says what the constants say, and leaves none out that somebody can meet.
class LimitsPageTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| (.+?) \\| (.+?) \\| (.+?) \\| `([\\w.]+)` \\|$");

  private static final Pattern VALUE =
      Pattern.compile("([0-9][0-9,]*)(?: (B|KB|MB|ms|s|minutes|hours|days))?");

  private static final Map<String, Long> BYTES = Map.of("B", 1L, "KB", 1024L, "MB", 1024L * 1024);

  private static final Map<String, Duration> TIMES =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "minutes", Duration.ofMinutes(1),
          "hours", Duration.ofHours(1),
          "days", Duration.ofDays(1));

  /// Bounds that nobody meets from outside, each with the reason.
  private static final Map<String, String> NOT_MET =
      Map.ofEntries(
          Map.entry("InputCheck.BYTES_MAX", "the same limit as Payloads.INPUT_MAX_BYTES"),
          Map.entry("DocumentReader.FLAWS_MAX", "more than the problems that are shown"),
          Map.entry("Shift.KEPT_MAX", "how a worker shares its work out"),
          Map.entry("Holding.DELAY_MAX", "how a worker shares its work out"),
          Map.entry("DispatchQueue.DELAY_MAX", "longer waits take another way, as exactly"),
          Map.entry("Timers.EARLY_MAX", "a wake that comes early waits for the rest"),
          Map.entry("ResultMessage.EVENTS_MAX", "more outcomes take more messages"),
          Map.entry("ResultsQueue.BATCH_MAX", "more messages take more batches"),
          Map.entry("QueueReader.BATCH_MAX", "more messages take more batches"),
          Map.entry("ConnectionPool.IDLE_MAX", "a new connection is made"),
          Map.entry("Incoming.UNWANTED_MAX_BYTES", "a new connection is made"),
          Map.entry("HttpTransport.TIME_MAX", "no worker lives as long"),
          Map.entry("NumberLiteral.WHOLE_DOUBLE_MAX", "how a number is written, not how large"),
          Map.entry("Packed.PLAIN_MAX", "longer text is packed and means the same"));

  /// One line of the page.
  record Limit(String what, String value, String beyond, String constant) {
    @Override
    public String toString() {
      return constant + ", " + what;
    }
  }

  static Stream<Limit> limits() {
    return page().lines().stream()
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .map(row -> new Limit(row.group(1), row.group(2), row.group(3), row.group(4)));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void a_limit_has_the_value_of_its_constant(Limit limit) {
    assertThat(OwnClasses.value(limit.constant()))
        .as(limit.constant() + " must exist and be " + limit.value())
        .map(LimitsPageTest::comparable)
        .contains(read(limit.value()));
  }

  @Test
  void the_page_has_rows() {
    assertThat(limits()).hasSizeGreaterThan(30);
  }

  @Test
  void every_limit_that_other_rooms_can_see_stands_on_the_page() {
    var listed = limits().map(Limit::constant).toList();
    var missing =
        bounds()
            .map(OwnClasses::nameOf)
            .filter(name -> !listed.contains(name) && !NOT_MET.containsKey(name))
            .map(name -> name + ": write its row in docs/limits.md, or why nobody meets it here");
    assertThat(missing).isEmpty();
  }

  @Test
  void no_exception_is_out_of_date() {
    var names = bounds().map(OwnClasses::nameOf).toList();
    assertThat(names).containsAll(NOT_MET.keySet());
    assertThat(limits().map(Limit::constant)).doesNotContainAnyElementsOf(NOT_MET.keySet());
  }

  /// Private bounds are matters of their class alone: how much of a value a message shows.
  private static Stream<JavaField> bounds() {
    return OwnClasses.constants()
        .filter(field -> field.getName().matches("(.*_)?MAX(_.*)?"))
        .filter(field -> !field.getModifiers().contains(JavaModifier.PRIVATE))
        .filter(field -> isProduct(field.getOwner().getPackageName()));
  }

  private static boolean isProduct(String name) {
    return List.of("core", "definition", "engine", "integrations", "api", "handlers", "local")
        .stream()
        .anyMatch(room -> (name + ".").startsWith("dev.millrace." + room + "."));
  }

  private static Object comparable(Object value) {
    return value instanceof Number number ? number.longValue() : value;
  }

  private static Object read(String text) {
    var value = VALUE.matcher(text);
    assertThat(value.matches()).as("a number, with a unit of bytes or time: " + text).isTrue();
    var number = Long.parseLong(value.group(1).replace(",", ""));
    var unit = value.group(2);
    if (unit == null) {
      return number;
    }
    var bytes = BYTES.get(unit);
    return bytes != null
        ? (Object) (number * bytes)
        : TIMES.getOrDefault(unit, Duration.ZERO).multipliedBy(number);
  }

  private static SourceFile page() {
    return SourceFile.all().stream()
        .filter(file -> file.path().equals("docs/limits.md"))
        .findFirst()
        .orElseThrow();
  }
}
