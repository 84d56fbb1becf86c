package dev.millrace.definition.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Builds a tree from the events of a parser, whatever the syntax. Holds the limits on depth,
/// number of values and length of keys, and finds keys that stand twice. Keeps its own stack, so
/// that no document can exhaust the thread's.
final class TreeBuilder {
  private final SourceText source;
  private final Deque<Node> open = new ArrayDeque<>();
  private final List<Flaw> flaws = new ArrayList<>();
  private int values;
  private @Nullable Node root;
  private Node.@Nullable Key key;
  private boolean drops;

  TreeBuilder(SourceText source) {
    this.source = source;
  }

  /// The finished tree, when one was begun.
  Optional<Node> root() {
    return Optional.ofNullable(root);
  }

  List<Flaw> flaws() {
    return flaws;
  }

  /// Whether the next event must be a key or the end of a mapping.
  boolean expectsKey() {
    return open.peek() instanceof Node.Mapping && key == null;
  }

  void flaw(int offset, String message, String mend) {
    if (flaws.size() < DocumentReader.FLAWS_MAX) {
      flaws.add(new Flaw(placeAt(offset), message, mend));
    }
  }

  /// The reason to stop reading here.
  UnreadableException stop(int offset, String message, String mend) {
    return new UnreadableException(new Flaw(placeAt(offset), message, mend));
  }

  void key(int offset, String text) throws UnreadableException {
    refuseHalfCharacters(offset, text);
    if (!(open.peek() instanceof Node.Mapping mapping)) {
      throw new IllegalStateException("a key outside a mapping");
    }
    if (text.length() > DocumentReader.KEY_MAX) {
      throw stop(
          offset,
          "a key has %,d characters; at most %,d are read."
              .formatted(text.length(), DocumentReader.KEY_MAX),
          "Shorten the key.");
    }
    key = new Node.Key(mapping, text, offset);
  }

  /// A key whose value is read and then dropped.
  void keyToDrop(int offset, String text) throws UnreadableException {
    key(offset, text);
    drops = true;
  }

  void beginMapping(int offset) throws UnreadableException {
    begin(new Node.Mapping(source, open.peek(), token(), offset), offset);
  }

  void beginSequence(int offset) throws UnreadableException {
    begin(new Node.Sequence(source, open.peek(), token(), offset), offset);
  }

  void end() {
    open.pop();
  }

  void scalar(int start, int end, JsonNode value, Style style) throws UnreadableException {
    if (value.isTextual()) {
      refuseHalfCharacters(start, value.textValue());
    }
    add(new Node.Scalar(source, open.peek(), token(), start, end, value, style), start);
  }

  /// Escapes can write half of a surrogate pair, which no encoding of the text could hold.
  private void refuseHalfCharacters(int offset, String text) {
    for (var i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        var code = text.codePointAt(i);
        if (code <= Character.MAX_VALUE) {
          flaw(
              offset,
              "a text holds \\u%04X, which is half of a character.".formatted(code),
              "Write the character itself, or both of its halves.");
          return;
        }
        i++;
      }
    }
  }

  private void begin(Node collection, int offset) throws UnreadableException {
    if (open.size() == DocumentReader.DEPTH_MAX) {
      throw stop(
          offset,
          "lists and mappings are nested more than " + DocumentReader.DEPTH_MAX + " deep here.",
          "Flatten the value, or move it into the run's input.");
    }
    add(collection, offset);
    open.push(collection);
  }

  private void add(Node node, int offset) throws UnreadableException {
    if (++values > DocumentReader.VALUES_MAX) {
      throw stop(
          offset,
          "the document has more than %,d values.".formatted(DocumentReader.VALUES_MAX),
          "Split the DAG, or move large literal values into the run's input.");
    }
    switch (open.peek()) {
      case null -> root = node;
      case Node.Sequence sequence -> sequence.add(node);
      case Node.Mapping mapping -> put(mapping, node);
      case Node.Scalar _ -> throw new IllegalStateException("a scalar is never open");
    }
  }

  private void put(Node.Mapping mapping, Node node) {
    var named = key;
    if (named == null) {
      throw new IllegalStateException("a value without a key");
    }
    key = null;
    if (drops) {
      drops = false;
      return;
    }
    var first = mapping.putIfAbsent(new Node.Entry(named, node));
    if (first != null && flaws.size() < DocumentReader.FLAWS_MAX) {
      flaws.add(
          new Flaw(
              named.place(),
              "the key \"%s\" stands twice in one mapping, first in line %d."
                  .formatted(named.text(), first.key().place().line()),
              "Take one of them out, or give it another name."));
    }
  }

  private String token() {
    return switch (open.peek()) {
      case null -> "";
      case Node.Sequence sequence -> Integer.toString(sequence.items().size());
      case Node.Mapping _ -> key == null ? "" : key.text();
      case Node.Scalar _ -> "";
    };
  }

  private Place placeAt(int offset) {
    var around = open.peek();
    var pointer = around == null ? "" : around.pointer();
    var below = around == null || expectsKey() ? "" : "/" + Node.escaped(token());
    return source.place(offset, pointer + below);
  }
}
