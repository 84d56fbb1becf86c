package dev.millrace.definition.expression.function;

import dev.millrace.definition.expression.evaluation.Budget;
import dev.millrace.definition.expression.evaluation.Halt;
import dev.millrace.definition.expression.function.TimePicture.Literal;
import dev.millrace.definition.expression.function.TimePicture.Marker;
import dev.millrace.definition.expression.function.TimePicture.Part;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Reads an instant by a picture.
final class TimeParse {
  private static final String DATE = "YMD";
  private static final String ORDINAL_DATE = "Yd";
  private static final String TIME = "Hmsf";
  private static final String HALF_DAY_TIME = "Phmsf";

  private final TimePicture picture;
  private final Instant present;
  private final Map<Character, Long> components = new HashMap<>();

  private TimeParse(TimePicture picture, Instant present) {
    this.picture = picture;
    this.present = present;
  }

  /// The instant that a text says, unless the text does not fit the picture.
  ///
  /// @param present what is not said and larger than all that is, such as the year, comes from here
  static Optional<Instant> of(String text, TimePicture picture, Instant present, Budget budget) {
    return new TimeParse(picture, present).instant(text, budget);
  }

  private Optional<Instant> instant(String text, Budget budget) {
    var parts = picture.parts();
    var regex =
        IntStream.range(0, parts.size())
            .mapToObj(i -> "(" + regex(parts, i) + ")")
            .collect(Collectors.joining());
    budget.steps(regex.length());
    var matcher = Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(budget.counted(text));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Marker marker) {
        var value = value(marker, matcher.group(i + 1));
        if (value.isEmpty()) {
          return Optional.empty();
        }
        components.put(marker.component(), value.get());
      }
    }
    return components.isEmpty() ? Optional.empty() : Optional.of(assembled());
  }

  private static String regex(List<Part> parts, int place) {
    return switch (parts.get(place)) {
      case Literal(var text) -> Pattern.quote(text);
      case Marker marker when marker.component() == 'Z' -> zone(marker);
      case Marker marker when marker.component() == 'z' -> "GMT" + zone(marker);
      case Marker marker when marker.number().isPresent() -> {
        boolean touchesNext =
            place + 1 < parts.size()
                && parts.get(place + 1) instanceof Marker next
                && next.number().isPresent();
        yield number(marker, touchesNext);
      }
      case Marker _ -> "[a-zA-Z]+";
    };
  }

  private static String zone(Marker marker) {
    var minutes = marker.number().orElseThrow().separators().isEmpty() ? "" : "[^0-9][0-9]+";
    return (marker.traditional() ? "Z|" : "") + "[-+][0-9]+" + minutes;
  }

  private static String number(Marker marker, boolean touchesNext) {
    var picture = marker.number().orElseThrow();
    return switch (picture.form()) {
      // Where two numbers touch, only its width can tell where the first one ends.
      case DIGITS ->
          (touchesNext ? "[0-9]{" + picture.digits() + "}" : "[0-9]+")
              + (picture.counting() == NumberWords.Counting.ORDINAL ? "(?:th|st|nd|rd)" : "");
      case WORDS -> NumberWords.REGEX;
      case ROMAN, LETTERS -> "[a-zA-Z]+";
    };
  }

  private static Optional<Long> value(Marker marker, String text) {
    return switch (marker.component()) {
      case 'Z' -> Optional.of(minutes(text));
      case 'z' -> Optional.of(minutes(text.substring("GMT".length())));
      case 'f' -> fraction(text);
      case 'P' -> ofName(marker, text, List.of("am", "pm")).map(place -> place - 1);
      default ->
          marker.number().isPresent()
              ? marker.number().get().parse(text)
              : ofName(marker, text, names(marker.component()));
    };
  }

  private static Optional<Long> fraction(String text) {
    var digits = (text + "00").substring(0, 3);
    return Optional.of(Long.parseLong(digits));
  }

  private static List<String> names(char component) {
    return switch (component) {
      case 'M', 'x' ->
          List.of(
              "january",
              "february",
              "march",
              "april",
              "may",
              "june",
              "july",
              "august",
              "september",
              "october",
              "november",
              "december");
      case 'F' ->
          List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
      default -> List.of();
    };
  }

  private static Optional<Long> ofName(Marker marker, String text, List<String> names) {
    var small = text.toLowerCase(Locale.ROOT);
    for (int i = 0; i < names.size(); i++) {
      var name = names.get(i);
      int length = Math.min(name.length(), marker.widthMax().orElse(name.length()));
      if (small.equals(name.substring(0, length))) {
        return Optional.of(i + 1L);
      }
    }
    return Optional.empty();
  }

  /// The minutes that a zone is ahead of Greenwich: `+1`, `+01`, `+0130`, `+01:30`, `Z`.
  private static long minutes(String zone) {
    if (zone.equalsIgnoreCase("Z")) {
      return 0;
    }
    var digits = zone.substring(1).split("[^0-9]", 2);
    var compact = digits.length == 1 && digits[0].length() > 2;
    var hours = compact ? digits[0].substring(0, digits[0].length() - 2) : digits[0];
    var rest = compact ? digits[0].substring(hours.length()) : digits.length > 1 ? digits[1] : "0";
    if (hours.length() > 2 || rest.length() > 2) {
      throw new Halt.Fault("there is no time zone " + zone);
    }
    long minutes = Long.parseLong(hours) * 60 + Long.parseLong(rest);
    return zone.startsWith("-") ? -minutes : minutes;
  }

  private Instant assembled() {
    boolean byWeek = has("W") || has("w") || has("X") || has("x");
    if (byWeek && !has("M") && !has("D")) {
      throw new Halt.Fault("an instant cannot be read from weeks");
    }
    boolean ordinal = has("d") && !has("M") && !has("D");
    boolean halfDay = has("h") && !has("H");
    fill((ordinal ? ORDINAL_DATE : DATE) + (halfDay ? HALF_DAY_TIME : TIME));
    try {
      int year = get('Y');
      var date =
          ordinal ? LocalDate.ofYearDay(year, get('d')) : LocalDate.of(year, get('M'), get('D'));
      int hour = halfDay ? get('h') % 12 + 12 * get('P') : get('H');
      var time = LocalTime.of(hour, get('m'), get('s'), get('f') * 1_000_000);
      long minutes = components.getOrDefault('Z', components.getOrDefault('z', 0L));
      return LocalDateTime.of(date, time).minusMinutes(minutes).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException | ArithmeticException e) {
      throw new Halt.Fault("there is no such time: " + e.getMessage());
    }
  }

  private boolean has(String component) {
    return components.containsKey(component.charAt(0));
  }

  private int get(char component) {
    return Math.toIntExact(components.getOrDefault(component, 0L));
  }

  /// Settles what the text does not say: what is larger than all it says comes from the present,
  /// what is smaller is the least there is. A gap between cannot be settled.
  private void fill(String order) {
    var now = LocalDateTime.ofInstant(present, ZoneOffset.UTC);
    boolean begun = false;
    boolean ended = false;
    for (int i = 0; i < order.length(); i++) {
      char component = order.charAt(i);
      if (components.containsKey(component)) {
        if (ended) {
          throw new Halt.Fault(
              "the picture leaves out a component between others, so there is no instant to read");
        }
        begun = true;
      } else if (begun) {
        components.put(component, "MDd".indexOf(component) >= 0 ? 1L : 0L);
        ended = true;
      } else {
        components.put(component, TimeComponents.of(now, component));
      }
    }
  }
}
