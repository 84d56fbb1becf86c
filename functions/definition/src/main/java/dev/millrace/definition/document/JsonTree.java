package dev.millrace.definition.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads JSON (RFC 8259) into a tree.
final class JsonTree {
  /// The tree's own limits are below the parser's and say more, so that the parser's never speak.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DocumentReader.DEPTH_MAX + 2)
                  .maxNumberLength(DocumentReader.BYTES_MAX)
                  .maxStringLength(DocumentReader.BYTES_MAX)
                  .maxNameLength(DocumentReader.BYTES_MAX)
                  .build())
          .build();

  /// What the parser says of codes and of its own settings.
  private static final Pattern NOISE =
      Pattern.compile(" \\(code \\d+[^)]*\\)| \\(start marker .*|: was expecting \\(JSON.*");

  private final SourceText source;
  private final TreeBuilder tree;

  JsonTree(SourceText source) {
    this.source = source;
    this.tree = new TreeBuilder(source);
  }

  Document read() throws UnreadableException {
    try (var parser = JSON.createParser(source.text())) {
      var depth = 0;
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (depth == 0 && tree.root().isPresent()) {
          throw tree.stop(
              start(parser),
              "a second value begins after the end of the document.",
              "Take it out: one DAG a file.");
        }
        accept(parser, token);
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
      return tree.root()
          .<Document>map(root -> new Document.Read(root, tree.flaws()))
          .orElseGet(DocumentReader::empty);
    } catch (JsonProcessingException e) {
      var location = e.getLocation();
      var offset = location == null ? source.text().length() : (int) location.getCharOffset();
      throw tree.stop(offset, "this is not JSON: " + inWords(e), mend());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a parser of a String reads from nowhere
    }
  }

  private void accept(JsonParser parser, JsonToken token) throws IOException, UnreadableException {
    switch (token) {
      case START_OBJECT -> tree.beginMapping(start(parser));
      case START_ARRAY -> tree.beginSequence(start(parser));
      case END_OBJECT, END_ARRAY -> tree.end();
      case FIELD_NAME -> tree.key(start(parser), parser.currentName());
      case VALUE_STRING -> {
        var text = TextNode.valueOf(parser.getText()); // moves the parser to the text's end
        tree.scalar(start(parser), end(parser), text, Style.DOUBLE_QUOTED);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        var number = Numbers.read(parser.getText());
        if (number instanceof Numbers.Refused refused) {
          tree.flaw(start(parser), refused.message(), refused.mend());
        }
        tree.scalar(start(parser), end(parser), number.value(), Style.PLAIN);
      }
      case VALUE_TRUE -> tree.scalar(start(parser), end(parser), BooleanNode.TRUE, Style.PLAIN);
      case VALUE_FALSE -> tree.scalar(start(parser), end(parser), BooleanNode.FALSE, Style.PLAIN);
      case VALUE_NULL -> tree.scalar(start(parser), end(parser), NullNode.instance, Style.PLAIN);
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no token of a text: " + token);
    }
  }

  private static int start(JsonParser parser) {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  private static int end(JsonParser parser) {
    return (int) parser.currentLocation().getCharOffset();
  }

  private static String inWords(JsonProcessingException e) {
    var text = e.getOriginalMessage();
    if (text.startsWith("Unexpected end-of-input")) {
      return "it ends before its last text, list or mapping is closed.";
    }
    var line = NOISE.matcher(text.lines().findFirst().orElse(text)).replaceAll("");
    return line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1) + ".";
  }

  private static String mend() {
    return "Look just before this place for a missing comma, quote or bracket.";
  }
}
