package dev.millrace.definition;

import dev.millrace.definition.document.Node;
import dev.millrace.definition.expression.Nearest;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A map of the document that may have certain keys. Reads their values with the type that they
/// must have; a wrong one becomes a finding and is then as good as absent.
///
/// @param owner what messages call the thing that the section belongs to: `task "report"`
/// @param path keys that lead from the owner here, each with a dot behind it: `retry.`; or empty
public record Section(Node.Mapping mapping, String owner, String path, Findings findings) {
  /// What people who know other languages call our keys.
  private static final Map<String, String> SYNONYMS =
      Map.ofEntries(
          Map.entry("name", "dag"),
          Map.entry("id", "dag"),
          Map.entry("steps", "tasks"),
          Map.entry("jobs", "tasks"),
          Map.entry("states", "tasks"),
          Map.entry("inputs", "params"),
          Map.entry("parameters", "params"),
          Map.entry("depends_on", "needs"),
          Map.entry("dependsOn", "needs"),
          Map.entry("after", "needs"),
          Map.entry("upstream", "needs"),
          Map.entry("if", "when"),
          Map.entry("condition", "when"),
          Map.entry("foreach", "map"),
          Map.entry("forEach", "map"),
          Map.entry("for_each", "map"),
          Map.entry("loop", "map"),
          Map.entry("retries", "retry"),
          Map.entry("attempts", "limit"),
          Map.entry("trigger_rule", "trigger"),
          Map.entry("continueOnError", "allowFailure"),
          Map.entry("finally", "cleanup"));

  /// The section of an owner itself.
  public Section(Node.Mapping mapping, String owner, Findings findings) {
    this(mapping, owner, "", findings);
  }

  /// The known key that was probably meant.
  static Optional<String> meant(String key, Collection<String> known) {
    return Optional.ofNullable(SYNONYMS.get(key))
        .filter(known::contains)
        .or(() -> Nearest.of(key, known));
  }

  /// This section in words.
  public String name() {
    return path.isEmpty() ? owner : path.substring(0, path.length() - 1) + " of " + owner;
  }

  /// A key of this section in words.
  public String called(String key) {
    return path + key + " of " + owner;
  }

  /// A section below this one.
  public Section below(String key, Node.Mapping below) {
    return new Section(below, owner, path + key + ".", findings);
  }

  /// The value of a key. A key without value counts as a mistake, not as absent.
  public Optional<Node> value(String key) {
    return mapping.get(key);
  }

  /// Notes every key that is not among the known ones.
  public void refuseUnknownKeys(Collection<String> known) {
    for (var entry : mapping.entries()) {
      if (!known.contains(entry.key().text())) {
        unknownKey(entry.key(), known);
      }
    }
  }

  void unknownKey(Node.Key key, Collection<String> known) {
    findings.at(
        key,
        name() + " has the unknown key \"" + key + "\".",
        meant(key.text(), known)
            .map(near -> "Did you mean \"" + near + "\"?")
            .orElseGet(() -> "Take it out. Known keys: " + String.join(", ", known) + "."));
  }

  /// Notes that a value is not what it must be.
  public void wrong(String key, Node value, String expected, String mend) {
    findings.at(
        value, called(key) + " must be " + expected + ", found " + value.inWords() + ".", mend);
  }

  /// The text of a key.
  public Optional<String> text(String key) {
    return value(key).flatMap(node -> textOf(key, node, "Write a text, in quotes if need be."));
  }

  Optional<String> textOf(String key, Node node, String mend) {
    if (node instanceof Node.Scalar scalar && scalar.text().isPresent()) {
      return scalar.text();
    }
    wrong(key, node, "a text", mend);
    return Optional.empty();
  }

  /// True or false.
  public Optional<Boolean> flag(String key) {
    return value(key)
        .flatMap(
            node -> {
              if (node instanceof Node.Scalar scalar && scalar.toJson().isBoolean()) {
                return Optional.of(scalar.toJson().booleanValue());
              }
              wrong(key, node, "true or false", "Write true or false without quotes.");
              return Optional.empty();
            });
  }

  /// A whole number in a range, both ends included.
  public OptionalInt integer(String key, int least, int most) {
    var node = value(key);
    if (node.isEmpty()) {
      return OptionalInt.empty();
    }
    if (node.get() instanceof Node.Scalar scalar && scalar.toJson().isIntegralNumber()) {
      var number = scalar.toJson().bigIntegerValue();
      if (number.compareTo(BigInteger.valueOf(least)) >= 0
          && number.compareTo(BigInteger.valueOf(most)) <= 0) {
        return OptionalInt.of(number.intValue());
      }
    }
    var range = "a whole number from %d to %,d".formatted(least, most);
    wrong(key, node.get(), range, "Write such a number without quotes.");
    return OptionalInt.empty();
  }

  /// A duration up to the longest that a run may last.
  public Optional<Duration> duration(String key, Durations.Zero zero) {
    return value(key).flatMap(node -> durationOf(key, node, zero));
  }

  private Optional<Duration> durationOf(String key, Node node, Durations.Zero zero) {
    var text = node instanceof Node.Scalar scalar ? scalar.text() : Optional.<String>empty();
    var number = node.toJson().isIntegralNumber() ? node.toJson().asText() : "";
    // A bare number is read like the text of it, to say the same about its unit.
    return switch (Durations.read(text.orElse(number), zero)) {
      case Durations.Exact(var duration) -> Optional.of(duration);
      case Durations.Wrong(var rule, var mend) -> {
        findings.at(node, called(key) + " " + rule + ", found " + node.inWords() + ".", mend);
        yield Optional.empty();
      }
    };
  }

  /// The section below a key, when it is a map.
  public Optional<Section> section(String key, String mend) {
    return value(key)
        .flatMap(
            node -> {
              if (node instanceof Node.Mapping below) {
                return Optional.of(below(key, below));
              }
              wrong(key, node, "a mapping of keys to values", mend);
              return Optional.empty();
            });
  }

  /// The texts of a list below a key, with their nodes.
  public List<Node.Scalar> texts(String key, String mend) {
    var node = value(key);
    if (node.isEmpty()) {
      return List.of();
    }
    if (!(node.get() instanceof Node.Sequence sequence)) {
      wrong(key, node.get(), "a list of texts", mend);
      return List.of();
    }
    var texts = new ArrayList<Node.Scalar>();
    for (var item : sequence.items()) {
      if (item instanceof Node.Scalar scalar && scalar.text().isPresent()) {
        texts.add(scalar);
      } else {
        findings.at(
            item,
            "each item of " + called(key) + " must be a text, found " + item.inWords() + ".",
            mend);
      }
    }
    return texts;
  }
}
