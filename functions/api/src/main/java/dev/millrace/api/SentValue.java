package dev.millrace.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.HttpProblem.Kind;
import dev.millrace.definition.Problem;
import dev.millrace.definition.document.Document;
import dev.millrace.definition.document.DocumentReader;
import dev.millrace.definition.document.Flaw;
import dev.millrace.definition.document.Place;
import dev.millrace.engine.text.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A value that was sent as the body of a request, and where its parts stand.
///
/// @param places from a JSON pointer to the place in the body
record SentValue(JsonNode json, Function<String, Place> places) {
  /// The name that problems show for the body of a request.
  static final String FILE = "body";

  /// Deepest nesting of lists and objects in JSON.
  static final int DEPTH_MAX = 200;

  /// Longest number, in characters.
  static final int NUMBER_MAX = 100;

  /// Most bytes that a UTF-16 unit becomes.
  private static final int UTF_8_MAX_BYTES = 3;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Names come from whoever sends something: they must not fill a table for ever.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxNumberLength(NUMBER_MAX)
                  .maxStringLength(Bodies.BODY_MAX_BYTES)
                  .maxNameLength(Bodies.BODY_MAX_BYTES)
                  .build())
          .build();

  /// Reads a body that holds one value.
  ///
  /// @throws RefusedException when it does not
  static SentValue of(Body body) {
    return switch (body.form()) {
      case JSON -> json(body.text());
      case YAML -> yaml(body.text());
    };
  }

  private static SentValue json(String text) {
    try (var parser = JSON.createParser(text)) {
      if (parser.nextToken() == null) {
        throw malformed(new Place(1, 1, ""), "there is no value");
      }
      var value = JsonText.readValue(parser);
      if (parser.nextToken() != null) {
        throw malformed(
            JsonPlaces.at(parser.currentTokenLocation(), ""), "something follows the value");
      }
      return new SentValue(value, pointer -> JsonPlaces.find(JSON, text, pointer));
    } catch (StreamConstraintsException e) {
      throw malformed(
          new Place(1, 1, ""),
          "nested deeper than %d levels, or a number of more than %d digits"
              .formatted(DEPTH_MAX, NUMBER_MAX));
    } catch (JsonProcessingException e) {
      throw broken(text, e);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  /// The reader of documents has better words for broken JSON than the parser, but reads less.
  private static RefusedException broken(String text, JsonProcessingException e) {
    if (text.length() <= DocumentReader.BYTES_MAX / UTF_8_MAX_BYTES) {
      var flaws =
          switch (DocumentReader.read(text)) {
            case Document.Unreadable(var found) -> found;
            case Document.Read(_, var found) -> found;
          };
      if (!flaws.isEmpty()) {
        return malformed(flaws);
      }
    }
    var message = e.getOriginalMessage();
    var source = message.indexOf(" (start marker");
    return malformed(
        JsonPlaces.at(e.getLocation(), ""), source < 0 ? message : message.substring(0, source));
  }

  private static SentValue yaml(String text) {
    return switch (DocumentReader.read(text)) {
      case Document.Unreadable(var flaws) -> throw malformed(flaws);
      case Document.Read(var root, var flaws) -> {
        if (!flaws.isEmpty()) {
          throw malformed(flaws);
        }
        yield new SentValue(root.toJson(), pointer -> root.nearest(pointer).place());
      }
    };
  }

  private static RefusedException malformed(Place place, String message) {
    return malformed(List.of(new Flaw(place, message, "Send one JSON value as UTF-8.")));
  }

  private static RefusedException malformed(List<Flaw> flaws) {
    var problems =
        flaws.stream().map(flaw -> problem(flaw.place(), flaw.message(), flaw.mend())).toList();
    var first = problems.getFirst();
    return new RefusedException(
        new HttpProblem(
            Kind.MALFORMED,
            "the body cannot be read: line %d, column %d: %s"
                .formatted(first.line(), first.column(), first.message()),
            problems,
            Map.of()));
  }

  private static Problem problem(Place place, String message, String mend) {
    return new Problem(FILE, place.line(), place.column(), place.pointer(), message, mend);
  }

  /// Something that is wrong with the value at a pointer.
  Problem problemAt(String pointer, String message, String mend) {
    var place = places.apply(pointer);
    return new Problem(FILE, place.line(), place.column(), pointer, message, mend);
  }
}
