package dev.millrace.definition.expression.function;

import dev.millrace.definition.expression.evaluation.Halt;
import dev.millrace.definition.expression.function.IntegerPicture.Letters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How an instant is written: `[Y0001]-[M01]-[D01]`, text with markers in brackets. A marker is a
/// letter for the component, then how it is written, then perhaps how wide.
record TimePicture(List<Part> parts) {
  /// Widest component; more would be filled with zeros for nothing.
  private static final int WIDTH_MAX = 50;

  private static final String NUMERIC = "YMDdFWwXxHhmsf";
  private static final String NAMED = "MxFPCE";
  private static final String KNOWN = NUMERIC + "PZzCE";

  /// A part of a picture.
  sealed interface Part {}

  /// Text to be written as it is.
  record Literal(String text) implements Part {}

  /// A component.
  ///
  /// @param name how its name is written; empty for a number
  /// @param number how its number is written; empty for a name
  /// @param traditional `t`: the zone of Greenwich is written Z
  /// @param widthMax where a name or a year is cut
  record Marker(
      char component,
      Optional<Letters> name,
      Optional<IntegerPicture> number,
      boolean traditional,
      OptionalInt widthMax)
      implements Part {}

  TimePicture {
    parts = List.copyOf(parts);
  }

  /// @throws Halt.Fault when the picture is none
  static TimePicture of(String picture) {
    Pictures.requireLength(picture);
    var parts = new ArrayList<Part>();
    var literal = new StringBuilder();
    int position = 0;
    while (position < picture.length()) {
      if (picture.startsWith("[[", position) || picture.startsWith("]]", position)) {
        literal.append(picture.charAt(position));
        position += 2;
      } else if (picture.charAt(position) == '[') {
        int close = picture.indexOf(']', position);
        if (close < 0) {
          throw new Halt.Fault("the picture \"" + picture + "\" has no ] for one of its [");
        }
        addLiteral(literal, parts);
        parts.add(marker(picture.substring(position + 1, close)));
        position = close + 1;
      } else {
        literal.append(picture.charAt(position++));
      }
    }
    addLiteral(literal, parts);
    return new TimePicture(parts);
  }

  private static void addLiteral(StringBuilder literal, List<Part> parts) {
    if (!literal.isEmpty()) {
      parts.add(new Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  private static Marker marker(String written) {
    var marker = written.replaceAll("\\s+", "");
    if (marker.isEmpty() || KNOWN.indexOf(marker.charAt(0)) < 0) {
      throw new Halt.Fault("a picture has no component [" + written + "]");
    }
    char component = marker.charAt(0);
    int comma = marker.lastIndexOf(',');
    var presentation = marker.substring(1, comma < 0 ? marker.length() : comma);
    var width = comma < 0 ? "" : marker.substring(comma + 1);
    boolean modified =
        presentation.length() > 1
            && "atco".indexOf(presentation.charAt(presentation.length() - 1)) >= 0;
    char modifier = modified ? presentation.charAt(presentation.length() - 1) : ' ';
    if (modified) {
      presentation = presentation.substring(0, presentation.length() - 1);
    }
    if (presentation.isEmpty()) {
      presentation = usual(component);
    }
    var name = name(presentation);
    if (name.isPresent() && NAMED.indexOf(component) < 0) {
      throw new Halt.Fault("a picture can name months and days, not [" + written + "]");
    }
    Optional<IntegerPicture> number = Optional.empty();
    if (component == 'Z' || component == 'z') {
      number = Optional.of(IntegerPicture.of(presentation));
    } else if (name.isEmpty() && NUMERIC.indexOf(component) >= 0) {
      number = Optional.of(number(component, presentation, modifier, width));
    }
    return new Marker(component, name, number, modifier == 't', widthMax(component, number, width));
  }

  private static String usual(char component) {
    return switch (component) {
      case 'F', 'P', 'C', 'E' -> "n";
      case 'm', 's' -> "01";
      case 'Z', 'z' -> "01:01";
      default -> "1";
    };
  }

  private static Optional<Letters> name(String presentation) {
    if (presentation.startsWith("Nn")) {
      return Optional.of(Letters.TITLE);
    }
    if (presentation.startsWith("N")) {
      return Optional.of(Letters.CAPITAL);
    }
    return presentation.startsWith("n") ? Optional.of(Letters.SMALL) : Optional.empty();
  }

  private static IntegerPicture number(
      char component, String presentation, char modifier, String width) {
    var number = IntegerPicture.of(presentation + (modifier == 'o' ? ";o" : ""));
    int least = width(width.contains("-") ? width.substring(0, width.indexOf('-')) : width);
    int digits = Math.max(number.digits(), least);
    if (component == 'Y' && width.contains("-")) {
      int most = width(width.substring(width.indexOf('-') + 1));
      digits = most > 0 ? most : digits;
    }
    return number.withDigits(digits);
  }

  /// Where a component is cut: a name at its greatest width, a year at its digits when it has two
  /// or more, so that `[Y01]` writes the last two.
  private static OptionalInt widthMax(
      char component, Optional<IntegerPicture> number, String width) {
    int dash = width.indexOf('-');
    int most = dash < 0 ? 0 : width(width.substring(dash + 1));
    if (component == 'Y' && number.isPresent() && most == 0) {
      int places = number.get().digits() + number.get().optionalDigits();
      most = places >= 2 ? places : 0;
    }
    return most > 0 ? OptionalInt.of(most) : OptionalInt.empty();
  }

  private static int width(String written) {
    if (written.isEmpty() || written.equals("*")) {
      return 0;
    }
    boolean isNumber = written.length() <= 3 && written.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isNumber || Integer.parseInt(written) > WIDTH_MAX) {
      throw new Halt.Fault("a width is a number up to " + WIDTH_MAX + " or *, not " + written);
    }
    return Integer.parseInt(written);
  }
}
