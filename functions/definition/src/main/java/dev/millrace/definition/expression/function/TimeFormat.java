package dev.millrace.definition.expression.function;

import dev.millrace.definition.expression.evaluation.Halt;
import dev.millrace.definition.expression.function.IntegerPicture.Letters;
import dev.millrace.definition.expression.function.TimePicture.Literal;
import dev.millrace.definition.expression.function.TimePicture.Marker;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes an instant by a picture.
final class TimeFormat {
  private final LocalDateTime time;
  private final ZoneOffset zone;

  private TimeFormat(LocalDateTime time, ZoneOffset zone) {
    this.time = time;
    this.zone = zone;
  }

  static String of(Instant instant, ZoneOffset zone, TimePicture picture) {
    var format = new TimeFormat(LocalDateTime.ofInstant(instant, zone), zone);
    return picture.parts().stream()
        .map(
            part ->
                switch (part) {
                  case Literal(var text) -> text;
                  case Marker marker -> format.component(marker);
                })
        .collect(Collectors.joining());
  }

  private String component(Marker marker) {
    return switch (marker.component()) {
      case 'Z' -> offset(marker);
      case 'z' -> offset(marker).equals("Z") ? "Z" : "GMT" + offset(marker);
      case 'P' -> halfOfDay(marker);
      case 'C', 'E' -> "ISO";
      default ->
          marker.number().isPresent() ? marker.number().get().format(number(marker)) : name(marker);
    };
  }

  private long number(Marker marker) {
    long value = TimeComponents.of(time, marker.component());
    boolean cutsYear = marker.component() == 'Y' && marker.widthMax().isPresent();
    return cutsYear && marker.widthMax().getAsInt() < 18
        ? value % (long) Math.pow(10, marker.widthMax().getAsInt())
        : value;
  }

  private String halfOfDay(Marker marker) {
    var half = time.getHour() < 12 ? "am" : "pm";
    return marker.name().equals(Optional.of(Letters.CAPITAL))
        ? half.toUpperCase(Locale.ROOT)
        : half;
  }

  private String name(Marker marker) {
    var name =
        switch (marker.component()) {
          case 'M', 'x' ->
              Month.of((int) TimeComponents.of(time, marker.component()))
                  .getDisplayName(TextStyle.FULL, Locale.ENGLISH);
          case 'F' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
          default -> throw new IllegalStateException("has no name: " + marker.component());
        };
    var cut = name.substring(0, Math.min(name.length(), marker.widthMax().orElse(name.length())));
    return switch (marker.name().orElse(Letters.TITLE)) {
      case SMALL -> cut.toLowerCase(Locale.ROOT);
      case CAPITAL -> cut.toUpperCase(Locale.ROOT);
      case TITLE -> cut;
    };
  }

  private String offset(Marker marker) {
    int minutes = zone.get(ChronoField.OFFSET_SECONDS) / 60;
    if (minutes == 0 && marker.traditional()) {
      return "Z";
    }
    var picture = marker.number().orElseThrow();
    int hours = Math.abs(minutes) / 60;
    int rest = Math.abs(minutes) % 60;
    var sign = minutes < 0 ? "-" : "+";
    if (picture.interval() > 0 || picture.digits() == 3 || picture.digits() == 4) {
      return sign + picture.format(hours * 100L + rest);
    }
    if (picture.digits() > 2) {
      throw new Halt.Fault("a picture writes a zone with at most four digits");
    }
    var minute = rest == 0 ? "" : String.format(Locale.ROOT, ":%02d", rest);
    return sign + picture.format(hours) + minute;
  }
}
