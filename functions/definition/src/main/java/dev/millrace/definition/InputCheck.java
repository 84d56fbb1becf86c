package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/// Checks a run's input against the JSON Schema in `params` and fills in defaults.
public final class InputCheck {
  private final Optional<JsonNode> params;

  InputCheck(Optional<JsonNode> params) {
    this.params = params;
  }

  /// What became of an input.
  public sealed interface Checked {
    /// The input with defaults filled in.
    record Right(JsonNode input) implements Checked {}

    /// All that is wrong with it.
    record Wrong(List<Problem> problems) implements Checked {
      /// Copies the list.
      public Wrong {
        problems = List.copyOf(problems);
      }
    }
  }

  /// The JSON Schema of the input, when the document has one.
  public Optional<JsonNode> params() {
    return params;
  }

  /// Checks a value. Problems name the file `input`, line 1, and where the value is by their path.
  public Checked check(JsonNode input) {
    throw new UnsupportedOperationException(input.toString());
  }

  /// Checks a text of JSON or YAML. Problems name their places in it.
  ///
  /// @param file the name that problems show
  public Checked check(String file, String text) {
    throw new UnsupportedOperationException(file + text);
  }
}
