package dev.millrace.definition.expression.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.definition.expression.evaluation.Evaluator;
import dev.millrace.definition.expression.evaluation.Halt;
import dev.millrace.definition.expression.evaluation.Kind;
import dev.millrace.definition.expression.evaluation.NativeFunction;
import dev.millrace.definition.expression.evaluation.Numbers;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Functions of time. The present is the run's, not the machine's.
final class TimeFunctions {
  /// Longest text that a time is read from.
  private static final int TEXT_LENGTH_MAX = 1000;

  private static final TimePicture ISO =
      TimePicture.of("[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]");

  private static final Pattern ISO_TEXT =
      Pattern.compile(
          "(\\d{4})(?:-(\\d\\d))?(?:-(\\d\\d))?"
              + "(?:T(\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d+))?)?(Z|[+-]\\d\\d:?\\d\\d)?");

  private static final Pattern ZONE = Pattern.compile("([+-]?)(\\d\\d):?(\\d\\d)");

  private TimeFunctions() {}

  static List<NativeFunction> all() {
    return List.of(
        Define.total("millis", "<:n>", (evaluator, _) -> millis(evaluator.instant())),
        Define.total(
            "now", "<s?s?:s>", (evaluator, args) -> format(evaluator.instant(), args, evaluator)),
        Define.function("fromMillis", "<n-s?s?:s>", TimeFunctions::fromMillis),
        Define.function("toMillis", "<s-s?:n>", TimeFunctions::toMillis));
  }

  private static JsonNode millis(Instant instant) {
    return Numbers.of(instant.toEpochMilli());
  }

  private static JsonNode fromMillis(Evaluator evaluator, List<JsonNode> args) {
    double millis = args.getFirst().doubleValue();
    // ECMAScript's range, which all years of four digits lie in.
    if (Math.abs(millis) > 8.64e15) {
      throw new Halt.Fault("$fromMillis cannot reach as far as " + args.getFirst());
    }
    return format(Instant.ofEpochMilli((long) Math.floor(millis)), args.subList(1, 3), evaluator);
  }

  private static JsonNode format(Instant instant, List<JsonNode> args, Evaluator evaluator) {
    evaluator.budget().steps(10);
    var picture = args.get(0).isMissingNode() ? ISO : TimePicture.of(args.get(0).textValue());
    var zone = args.get(1).isMissingNode() ? ZoneOffset.UTC : zone(args.get(1).textValue());
    return Define.text(TimeFormat.of(instant, zone, picture), evaluator);
  }

  private static ZoneOffset zone(String text) {
    if (text.equals("Z")) {
      return ZoneOffset.UTC;
    }
    var zone = ZONE.matcher(text.length() > TEXT_LENGTH_MAX ? "" : text);
    try {
      if (zone.matches()) {
        int sign = zone.group(1).equals("-") ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(
            sign * Integer.parseInt(zone.group(2)), sign * Integer.parseInt(zone.group(3)));
      }
    } catch (DateTimeException e) {
      // Said below: it is no zone either.
    }
    throw new Halt.Fault("a time zone is written like +0100, not " + Kind.quoted(text));
  }

  private static JsonNode toMillis(Evaluator evaluator, List<JsonNode> args) {
    evaluator.budget().steps(10);
    var text = args.get(0).textValue();
    if (text.length() > TEXT_LENGTH_MAX) {
      throw new Halt.Fault("no time is written with more than " + TEXT_LENGTH_MAX + " characters");
    }
    if (args.get(1).isMissingNode()) {
      return millis(ofIso(text));
    }
    return TimeParse.of(
            text, TimePicture.of(args.get(1).textValue()), evaluator.instant(), evaluator.budget())
        .map(TimeFunctions::millis)
        .orElse(MissingNode.getInstance());
  }

  private static Instant ofIso(String text) {
    var iso = ISO_TEXT.matcher(text);
    try {
      if (iso.matches()) {
        var date =
            LocalDate.of(
                Integer.parseInt(iso.group(1)), orElse(iso.group(2), 1), orElse(iso.group(3), 1));
        int nanos = iso.group(7) == null ? 0 : nanos(iso.group(7));
        var time =
            LocalTime.of(
                orElse(iso.group(4), 0), orElse(iso.group(5), 0), orElse(iso.group(6), 0), nanos);
        var zone = iso.group(8) == null ? ZoneOffset.UTC : zone(iso.group(8));
        return LocalDateTime.of(date, time).toInstant(zone);
      }
    } catch (DateTimeException e) {
      // Said below: it is no time either.
    }
    throw new Halt.Fault(
        "$toMillis reads times like 2026-11-23T06:00:00Z, not " + Kind.quoted(text));
  }

  private static int orElse(@Nullable String digits, int least) {
    return digits == null ? least : Integer.parseInt(digits);
  }

  private static int nanos(String fraction) {
    return Integer.parseInt((fraction + "00000000").substring(0, 9));
  }
}
