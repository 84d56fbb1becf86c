package dev.millrace.definition;

import dev.millrace.core.cron.At;
import dev.millrace.core.cron.Cron;
import dev.millrace.core.cron.Gap;
import dev.millrace.core.cron.Rate;
import dev.millrace.core.cron.Repeat;
import dev.millrace.core.cron.ScheduleExpression;
import dev.millrace.core.cron.Ticks;
import dev.millrace.core.cron.Timing;
import dev.millrace.definition.document.Node;
import dev.millrace.definition.expression.Nearest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads when a schedule is due: `cron`, `rate` or `at`, and where, from when and to when it
/// counts.
final class WhenSection {
  static final List<String> FORMS = List.of("cron", "rate", "at");

  static final Map<String, Gap> GAPS = gaps();

  static final Map<String, Repeat> REPEATS = repeats();

  private static final ZoneId ZONE_DEFAULT = ZoneId.of("UTC");

  private static final Pattern CALL = Pattern.compile("(?i)\\s*(cron|rate|at)\\s*\\(.*");

  private final Section section;
  private final Findings findings;

  private WhenSection(Section section) {
    this.section = section;
    this.findings = section.findings();
  }

  /// What was read.
  record When(ScheduleExpression expression, Timing timing) {}

  /// Reads one schedule's keys; empty when some of them are wrong.
  static Optional<When> read(Section section) {
    return new WhenSection(section).read();
  }

  private Optional<When> read() {
    var before = findings.size();
    var expression = expression();
    var zone = zone();
    var gap = ScheduleSection.choice(section, "gap", GAPS);
    var repeat = ScheduleSection.choice(section, "repeat", REPEATS);
    var start = instant("start", zone);
    var end = instant("end", zone);
    if (start.isPresent() && end.isPresent() && !start.get().isBefore(end.get())) {
      findings.at(
          section.value("end").orElseThrow(),
          section.called("end") + " is not later than its start.",
          "Write a later end, or take one of them out.");
    }
    expression.filter(Rate.class::isInstance).ifPresent(_ -> refuseClocks());
    if (findings.size() > before || expression.isEmpty()) {
      return Optional.empty();
    }
    var timing = new Timing(zone, gap.orElse(Gap.SKIP), repeat.orElse(Repeat.FIRST), start, end);
    if (!Ticks.of(expression.get(), timing).hasAny()) {
      findings.at(
          section.mapping(),
          "the schedule of the DAG never comes: its time does not exist in %s, or is not between"
                  .formatted(zone)
              + " start and end.",
          "Change the time, write gap: shift, or mend start and end.");
      return Optional.empty();
    }
    return Optional.of(new When(expression.get(), timing));
  }

  private Optional<ScheduleExpression> expression() {
    var written = FORMS.stream().filter(form -> section.value(form).isPresent()).toList();
    if (written.size() != 1) {
      findings.at(
          section.mapping(),
          written.isEmpty()
              ? "the schedule of the DAG does not say when it is due."
              : "the schedule of the DAG has %s; only one of them can count."
                  .formatted(String.join(" and ", written)),
          written.isEmpty()
              ? "Add cron: \"0 6 * * MON-FRI\", rate: 5 minutes or at: 2026-12-01T09:00:00."
              : "Write a list of schedules, each with a name.");
      return Optional.empty();
    }
    var form = written.getFirst();
    return section
        .value(form)
        .flatMap(
            node ->
                section
                    .textOf(form, node, "Write a text, in quotes: cron: \"0 6 * * *\".")
                    .flatMap(text -> expression(form, node, text)));
  }

  private Optional<ScheduleExpression> expression(String form, Node node, String text) {
    if (form.equals("rate")
        && Durations.read(text, Durations.Zero.REFUSED) instanceof Durations.Exact(var period)
        && Rate.isValid(period)) {
      return Optional.of(new Rate(period));
    }
    var whole = form.equals("cron") || CALL.matcher(text).matches();
    return switch (ScheduleExpression.parse(whole ? text : "%s(%s)".formatted(form, text))) {
      case ScheduleExpression.Parsed.Right(var expression) -> {
        if (!form.equals(formOf(expression))) {
          section.wrong(
              form,
              node,
              "a " + form,
              "Write %s: in place of %s:.".formatted(formOf(expression), form));
          yield Optional.empty();
        }
        yield Optional.of(expression);
      }
      case ScheduleExpression.Parsed.Wrong(var mistakes) -> {
        for (var mistake : mistakes) {
          findings.at(node, section.called(form) + ": " + mistake.what(), mistake.mend());
        }
        yield Optional.empty();
      }
    };
  }

  private static String formOf(ScheduleExpression expression) {
    return switch (expression) {
      case Cron _ -> "cron";
      case Rate _ -> "rate";
      case At _ -> "at";
    };
  }

  private ZoneId zone() {
    var mend = "Write a name such as timezone: Europe/Madrid, or take it out for UTC.";
    return section
        .value("timezone")
        .flatMap(
            node ->
                section
                    .textOf("timezone", node, mend)
                    .map(
                        text -> {
                          try {
                            return ZoneId.of(text);
                          } catch (DateTimeException e) {
                            section.wrong(
                                "timezone",
                                node,
                                "a time zone",
                                Nearest.of(text, ZoneId.getAvailableZoneIds())
                                    .map("Did you mean %s?"::formatted)
                                    .orElse(mend));
                            return ZONE_DEFAULT;
                          }
                        }))
        .orElse(ZONE_DEFAULT);
  }

  private Optional<Instant> instant(String key, ZoneId zone) {
    var mend = "Write %s: 2026-12-01, 2026-12-01T09:00:00 or 2026-12-01T09:00:00Z.".formatted(key);
    return section
        .value(key)
        .flatMap(
            node ->
                section
                    .textOf(key, node, mend)
                    .flatMap(
                        text -> {
                          var instant =
                              parsed(text, zone)
                                  .filter(at -> at.equals(at.truncatedTo(ChronoUnit.SECONDS)));
                          if (instant.isEmpty()) {
                            section.wrong(
                                key, node, "a date, or a date and a time in whole seconds", mend);
                          }
                          return instant;
                        }));
  }

  /// A date or a local time counts in the schedule's zone.
  private static Optional<Instant> parsed(String text, ZoneId zone) {
    try {
      if (!text.contains("T")) {
        return Optional.of(LocalDate.parse(text).atStartOfDay(zone).toInstant());
      }
      return Optional.of(
          text.endsWith("Z") || text.lastIndexOf('+') > 0 || text.lastIndexOf('-') > 9
              ? OffsetDateTime.parse(text).toInstant()
              : LocalDateTime.parse(text).atZone(zone).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty(); // the caller says what to write
    }
  }

  /// A rate counts real time, so that these would say something and mean nothing.
  private void refuseClocks() {
    for (var key : List.of("gap", "repeat")) {
      section
          .value(key)
          .ifPresent(
              node ->
                  findings.at(
                      node,
                      section.called(key) + " has no effect on a rate, which counts real time.",
                      "Take it out, or write a cron."));
    }
  }

  private static Map<String, Gap> gaps() {
    var words = new LinkedHashMap<String, Gap>();
    words.put("skip", Gap.SKIP);
    words.put("shift", Gap.SHIFT);
    return words;
  }

  private static Map<String, Repeat> repeats() {
    var words = new LinkedHashMap<String, Repeat>();
    words.put("first", Repeat.FIRST);
    words.put("both", Repeat.BOTH);
    return words;
  }
}
