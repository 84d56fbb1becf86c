package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import dev.millrace.definition.document.Document;
import dev.millrace.definition.document.DocumentReader;
import dev.millrace.definition.document.Flaw;
import dev.millrace.definition.document.Node;
import dev.millrace.definition.document.Place;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Checks a run's input against the JSON Schema in `params` and fills in defaults. Safe for any
/// number of threads.
public final class InputCheck {
  /// Largest input, in bytes of UTF-8 as JSON without white space. Who takes inputs in checks it.
  public static final int BYTES_MAX = 5 * 1024 * 1024;

  /// The name of the file in problems of an input that came from no file.
  public static final String NO_FILE = "input";

  private final Optional<JsonNode> params;
  private volatile @Nullable Schema compiled;

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

  /// Checks a value, nested at most [DocumentReader#DEPTH_MAX] deep. Its problems name [#NO_FILE],
  /// line 1, column 1; their path says where.
  public Checked check(JsonNode input) {
    return check(input, NO_FILE, pointer -> new Place(1, 1, pointer));
  }

  /// Checks a text of JSON or YAML, at most [DocumentReader#BYTES_MAX] long. Problems name their
  /// places in it.
  ///
  /// @param file the name that problems show
  public Checked check(String file, String text) {
    return switch (DocumentReader.read(text)) {
      case Document.Unreadable(var flaws) -> wrong(file, flaws);
      case Document.Read(_, var flaws) when !flaws.isEmpty() -> wrong(file, flaws);
      case Document.Read(var root, _) ->
          check(root.toJson(), file, pointer -> root.nearest(pointer).place());
    };
  }

  private Checked check(JsonNode input, String file, Function<String, Place> places) {
    if (isDeeperThan(DocumentReader.DEPTH_MAX, input)) {
      return wrong(
          file,
          List.of(
              new Flaw(
                  places.apply(""),
                  "the input is nested more than " + DocumentReader.DEPTH_MAX + " deep.",
                  "Flatten it, or hand parts of it on as text.")));
    }
    if (params.isEmpty()) {
      return new Checked.Right(input);
    }
    var filled = InputDefaults.fill(params.get(), input);
    try {
      var flaws =
          JsonSchemas.flaws(schema(params.get()), filled).stream()
              .map(
                  flaw ->
                      new Flaw(
                          places.apply(flaw.pointer()),
                          name(flaw.pointer())
                              + " "
                              + flaw.message()
                              + found(flaw, filled.at(flaw.pointer())),
                          flaw.mend()))
              .toList();
      return flaws.isEmpty() ? new Checked.Right(filled) : wrong(file, flaws);
    } catch (BoundedPattern.TooCostly e) {
      var mend = "Shorten the text, or give params a simpler pattern.";
      return wrong(file, List.of(new Flaw(places.apply(""), e.getMessage() + ".", mend)));
    }
  }

  /// What a mapping lacks or has too much has been named; that it is a mapping says nothing.
  static String found(JsonSchemas.SchemaFlaw flaw, JsonNode value) {
    return value.isObject() && !flaw.message().startsWith("must")
        ? "."
        : ", found " + Node.inWords(value) + ".";
  }

  /// Both the validator and the filling in of defaults recurse with the value.
  static boolean isDeeperThan(int depth, JsonNode value) {
    if (!value.isContainerNode()) {
      return false;
    }
    if (depth == 0) {
      return true;
    }
    for (var below : value) {
      if (isDeeperThan(depth - 1, below)) {
        return true;
      }
    }
    return false;
  }

  private static Checked wrong(String file, List<Flaw> flaws) {
    var findings = new Findings();
    findings.addAll(flaws);
    return new Checked.Wrong(findings.problems(file));
  }

  private static String name(String pointer) {
    return pointer.isEmpty() ? "the input" : "the input's " + pointer;
  }

  /// Compiling twice at the same time does no harm, so no lock is held meanwhile.
  private Schema schema(JsonNode schema) {
    var ready = compiled;
    if (ready == null) {
      ready = JsonSchemas.compile(schema);
      compiled = ready;
    }
    return ready;
  }
}
