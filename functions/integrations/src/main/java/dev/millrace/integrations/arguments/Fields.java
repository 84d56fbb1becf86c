package dev.millrace.integrations.arguments;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.definition.Durations;
import dev.millrace.definition.expression.Nearest;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The keys of one map among the arguments. Reads their values with the type that they must have;
/// a wrong one becomes a problem and is then as good as absent, and so is an expression whose value
/// is not known yet.
public final class Fields {
  /// Characters of a wrong value that a message shows.
  private static final int SHOWN_MAX = 60;

  private final JsonNode node;
  private final JsonPointer place;
  private final String path;
  private final Stage stage;
  private final Problems problems;

  /// Whether a mistyped key has been noted, which then explains why another is missing.
  private boolean mistyped;

  private Fields(JsonNode node, JsonPointer place, String path, Stage stage, Problems problems) {
    this.node = node;
    this.place = place;
    this.path = path;
    this.stage = stage;
    this.problems = problems;
  }

  /// The arguments as a whole. If they are no map, that is a problem and the result has no keys.
  ///
  /// @param mend how the arguments are written, with an example
  public static Fields of(JsonNode arguments, Stage stage, Problems problems, String mend) {
    var place = JsonPointer.empty();
    if (!arguments.isObject()) {
      problems.at(
          place, "the arguments must be a map of keys, found " + inWords(arguments) + ".", mend);
      var none = new Fields(JsonNodeFactory.instance.objectNode(), place, "", stage, problems);
      none.mistyped = true;
      return none;
    }
    return new Fields(arguments, place, "", stage, problems);
  }

  /// Whether a text holds an expression. `$${` stands for `${` itself.
  public static boolean holdsExpression(String text) {
    for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 2)) {
      if (at == 0 || text.charAt(at - 1) != '$') {
        return true;
      }
    }
    return false;
  }

  /// When these are read.
  public Stage stage() {
    return stage;
  }

  /// The keys in the order of the document.
  public List<String> keys() {
    return node.propertyStream().map(Map.Entry::getKey).toList();
  }

  /// Whether a key has been given, be its value right or wrong.
  public boolean has(String key) {
    var value = node.get(key);
    return value != null && !(stage == Stage.EVALUATED && value.isNull());
  }

  /// The value of a key as it is; not when it is an expression without a value yet.
  public Optional<JsonNode> value(String key) {
    return has(key) ? Optional.of(node.get(key)).filter(this::isKnown) : Optional.empty();
  }

  /// The text of a key as it is, with its expressions.
  public Optional<String> written(String key) {
    return has(key) ? Optional.ofNullable(node.get(key).textValue()) : Optional.empty();
  }

  /// The value of a key as it is; JSON null when there is none.
  public JsonNode raw(String key) {
    var value = node.get(key);
    return value == null ? NullNode.getInstance() : value;
  }

  /// Notes every key that is neither known nor planned.
  ///
  /// @param planned keys that documentation already names but this version does not have
  public void refuseUnknownKeys(Collection<String> known, Collection<String> planned) {
    for (var key : keys()) {
      if (planned.contains(key)) {
        at(key, called(key) + " is not available in this version.", "Take it out.");
      } else if (!known.contains(key)) {
        mistyped = true;
        at(
            key,
            called(key) + " is not a known key.",
            Nearest.of(key, known)
                .map(near -> "Did you mean \"" + near + "\"?")
                .orElseGet(() -> "Take it out. Known keys: " + String.join(", ", known) + "."));
      }
    }
  }

  /// Notes that a key is missing, at the map that lacks it, unless a mistyped key explains it. To
  /// be called behind [#refuseUnknownKeys].
  public void missing(String key, String mend) {
    if (!mistyped) {
      problems.at(place, called(key) + " is missing.", mend);
    }
  }

  /// Notes that a value is not what it must be.
  ///
  /// @param expected to follow `must be`
  public void wrong(String key, String expected, String mend) {
    at(
        key,
        "%s must be %s, found %s.".formatted(called(key), expected, inWords(node.path(key))),
        mend);
  }

  /// Notes any other problem with the value of a key.
  public void at(String key, String message, String mend) {
    problems.at(place.appendProperty(key), message, mend);
  }

  /// Notes a problem with a value further below.
  ///
  /// @param below from the map of these keys
  public void atPointer(JsonPointer below, String message, String mend) {
    problems.at(place.append(below), message, mend);
  }

  /// The text of a key.
  public Optional<String> text(String key, String mend) {
    return typed(key, JsonNode::isTextual, "a text", mend).map(JsonNode::textValue);
  }

  /// True or false.
  public Optional<Boolean> flag(String key) {
    return typed(key, JsonNode::isBoolean, "true or false", "Write true or false without quotes.")
        .map(JsonNode::booleanValue);
  }

  /// A whole number in a range, both ends included.
  public OptionalInt count(String key, int least, int most) {
    return typed(
            key,
            value ->
                value.canConvertToInt()
                    && value.isIntegralNumber()
                    && value.intValue() >= least
                    && value.intValue() <= most,
            "a whole number from %d to %,d".formatted(least, most),
            "Write such a number without quotes.")
        .map(value -> OptionalInt.of(value.intValue()))
        .orElseGet(OptionalInt::empty);
  }

  /// A number in a range, both ends included.
  public OptionalDouble number(String key, double least, double most) {
    return typed(
            key,
            value ->
                value.isNumber() && value.doubleValue() >= least && value.doubleValue() <= most,
            "a number from %s to %s".formatted(inWords(least), inWords(most)),
            "Write such a number without quotes.")
        .map(value -> OptionalDouble.of(value.doubleValue()))
        .orElseGet(OptionalDouble::empty);
  }

  /// A duration up to the longest that a run may last; zero is one.
  public Optional<Duration> duration(String key) {
    var value = value(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    var read =
        value.get().isTextual()
            ? Durations.read(value.get().textValue(), Durations.Zero.ALLOWED)
            : Durations.read("", Durations.Zero.ALLOWED);
    return switch (read) {
      case Durations.Exact(var duration) -> Optional.of(duration);
      case Durations.Wrong(var rule, var mend) -> {
        at(key, called(key) + " " + rule + ", found " + inWords(value.get()) + ".", mend);
        yield Optional.empty();
      }
    };
  }

  /// An instant with its offset from UTC.
  public Optional<Instant> instant(String key) {
    var value = value(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(value.get().asText()).toInstant());
    } catch (DateTimeException e) {
      wrong(
          key,
          "an instant with its offset from UTC",
          "Write it as in 2026-11-23T06:00:00Z or 2026-11-23T07:00:00+01:00.");
      return Optional.empty();
    }
  }

  /// A number of bytes.
  public OptionalLong size(String key, long mostBytes) {
    var value = value(key);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    var read = ByteSize.read(value.get().asText());
    if (read.isEmpty() || read.getAsLong() < 1 || read.getAsLong() > mostBytes) {
      wrong(
          key,
          "a size from 1B to " + ByteSize.inWords(mostBytes),
          "Write a whole number with a unit: 500KB or 10MB.");
      return OptionalLong.empty();
    }
    return read;
  }

  /// The map below a key.
  public Optional<Fields> fields(String key, String mend) {
    return typed(key, JsonNode::isObject, "a map of keys", mend)
        .map(
            below ->
                new Fields(
                    below,
                    place.appendProperty(key),
                    called(key).replace("\"", ""),
                    stage,
                    problems));
  }

  /// What stands below a key as a list; a single value is a list of one.
  public Stream<JsonNode> items(String key) {
    var value = value(key);
    if (value.isEmpty()) {
      return Stream.empty();
    }
    return value.get().isArray() ? value.get().valueStream() : value.stream();
  }

  /// Whether a value is known: all are once evaluated.
  public boolean isKnown(JsonNode value) {
    return stage == Stage.EVALUATED || !value.isTextual() || !holdsExpression(value.textValue());
  }

  /// A value for a message: short, and only as much of it as helps to find it.
  public static String inWords(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "a map of keys";
      case ARRAY -> "a list";
      case NULL, MISSING -> "nothing";
      case STRING, NUMBER, BOOLEAN, BINARY, POJO -> {
        var text = value.toString();
        yield text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
      }
    };
  }

  private static String inWords(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private Optional<JsonNode> typed(
      String key, Predicate<JsonNode> type, String expected, String mend) {
    var value = value(key);
    if (value.isPresent() && !type.test(value.get())) {
      wrong(key, expected, mend);
      return Optional.empty();
    }
    return value;
  }

  private String called(String key) {
    return "\"" + (path.isEmpty() ? key : path + "." + key) + "\"";
  }
}
