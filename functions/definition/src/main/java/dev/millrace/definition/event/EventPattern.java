package dev.millrace.definition.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a part of an event must be like, as patterns of EventBridge say it: a part of their
/// language, for the rest there is `filter`.
public sealed interface EventPattern {
  /// Like anything.
  EventPattern ANY = new Fields(Map.of());

  /// Whether a value is like this. A list is when one of its elements is.
  ///
  /// @param value a missing node where there is none
  boolean fits(JsonNode value);

  /// An object with fields like these, and perhaps others.
  record Fields(Map<String, EventPattern> fields) implements EventPattern {
    /// Copies the map.
    public Fields {
      fields = Map.copyOf(new TreeMap<>(fields));
    }

    @Override
    public boolean fits(JsonNode value) {
      if (value.isArray()) {
        for (var element : value) {
          if (fits(element)) {
            return true;
          }
        }
        return false;
      }
      return fields.entrySet().stream()
          .allMatch(field -> field.getValue().fits(value.path(field.getKey())));
    }
  }

  /// Like one of these.
  record OneOf(List<Test> tests) implements EventPattern {
    /// Copies the list.
    public OneOf {
      tests = List.copyOf(tests);
    }

    @Override
    public boolean fits(JsonNode value) {
      return tests.stream().anyMatch(test -> fits(test, value));
    }

    private static boolean fits(Test test, JsonNode value) {
      if (value.isArray() && !value.isEmpty()) {
        for (var element : value) {
          if (test.fits(element)) {
            return true;
          }
        }
        return false;
      }
      return test.fits(value);
    }
  }

  /// A test of one value.
  sealed interface Test {
    /// Whether a value that is no list passes.
    boolean fits(JsonNode value);

    /// The value itself: a text, a number, true, false or null.
    record Equal(JsonNode wanted) implements Test {
      @Override
      public boolean fits(JsonNode value) {
        return (wanted.isNumber() && value.isNumber())
            ? wanted.decimalValue().compareTo(value.decimalValue()) == 0
            : wanted.equals(value);
      }
    }

    /// A text that begins so.
    record Prefix(String prefix) implements Test {
      @Override
      public boolean fits(JsonNode value) {
        return value.isTextual() && value.textValue().startsWith(prefix);
      }
    }

    /// A text that ends so.
    record Suffix(String suffix) implements Test {
      @Override
      public boolean fits(JsonNode value) {
        return value.isTextual() && value.textValue().endsWith(suffix);
      }
    }

    /// There, and none of these.
    record AnythingBut(Set<JsonNode> unwanted) implements Test {
      /// Copies the set.
      public AnythingBut {
        unwanted = Set.copyOf(unwanted);
      }

      @Override
      public boolean fits(JsonNode value) {
        return !value.isMissingNode() && unwanted.stream().noneMatch(new Equal(value)::fits);
      }
    }

    /// There, with any value.
    record Present() implements Test {
      @Override
      public boolean fits(JsonNode value) {
        return !value.isMissingNode();
      }
    }

    /// Not there.
    record Absent() implements Test {
      @Override
      public boolean fits(JsonNode value) {
        return value.isMissingNode();
      }
    }
  }
}
