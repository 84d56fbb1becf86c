package dev.millrace.definition.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value of a document that knows its place. Immutable once [DocumentReader] hands it out.
public abstract sealed class Node {
  /// Longest piece of a value that a message shows.
  private static final int SHOWN_MAX = 60;

  private final SourceText source;
  private final @Nullable Node parent;
  private final String token;
  private final int start;

  Node(SourceText source, @Nullable Node parent, String token, int start) {
    this.source = source;
    this.parent = parent;
    this.token = token;
    this.start = start;
  }

  /// Where the value begins.
  public Place place() {
    return source.place(start, pointer());
  }

  /// JSON pointer of the value.
  public String pointer() {
    var tokens = new ArrayList<String>();
    Node node = this;
    for (var above = node.parent; above != null; above = node.parent) {
      tokens.add(node.token);
      node = above;
    }
    var pointer = new StringBuilder();
    for (var i = tokens.size() - 1; i >= 0; i--) {
      pointer.append('/').append(escaped(tokens.get(i)));
    }
    return pointer.toString();
  }

  /// The value without its places.
  public abstract JsonNode toJson();

  /// What the value is, in words for messages: `a list`, `the text "abc"`, `the number 5`.
  public abstract String inWords();

  /// The value that a JSON pointer leads to from here, or the nearest one around it.
  public Node nearest(String pointer) {
    Node node = this;
    for (var token : pointer.split("/", -1)) {
      var next =
          switch (node) {
            case Mapping mapping ->
                mapping.get(token.replace("~1", "/").replace("~0", "~")).orElse(null);
            case Sequence sequence -> sequence.at(token);
            case Scalar _ -> null;
          };
      node = next == null ? node : next;
    }
    return node;
  }

  /// The same for a value without places.
  public static String inWords(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "the text \"" + shortened(value.textValue()) + "\"";
      case NUMBER -> "the number " + shortened(value.toString());
      case BOOLEAN -> value.toString();
      case NULL -> "nothing (null)";
      case ARRAY -> "a list";
      case OBJECT -> "a mapping";
      case BINARY, MISSING, POJO -> "no value of JSON";
    };
  }

  private static String shortened(String text) {
    if (text.length() <= SHOWN_MAX) {
      return text;
    }
    var cut = Character.isHighSurrogate(text.charAt(SHOWN_MAX - 1)) ? SHOWN_MAX - 1 : SHOWN_MAX;
    return text.substring(0, cut) + "...";
  }

  final SourceText source() {
    return source;
  }

  final int start() {
    return start;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static String escaped(String token) {
    return token.replace("~", "~0").replace("/", "~1");
  }

  /// A key of a mapping and where it stands.
  public static final class Key {
    private final Mapping mapping;
    private final String text;
    private final int start;

    Key(Mapping mapping, String text, int start) {
      this.mapping = mapping;
      this.text = text;
      this.start = start;
    }

    /// The key itself. Keys are texts, also those that would be numbers as values.
    public String text() {
      return text;
    }

    /// Where the key stands; its pointer is that of the key's value.
    public Place place() {
      return mapping.source().place(start, mapping.pointer() + "/" + escaped(text));
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /// A key with its value.
  public record Entry(Key key, Node value) {}

  /// Keys and values in the order of the document.
  public static final class Mapping extends Node {
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    Mapping(SourceText source, @Nullable Node parent, String token, int start) {
      super(source, parent, token, start);
    }

    /// Keeps the first of two equal keys.
    ///
    /// @return the entry that had the key before, or null
    @Nullable Entry putIfAbsent(Entry entry) {
      return entries.putIfAbsent(entry.key().text(), entry);
    }

    /// The entries in the order of the document.
    public Collection<Entry> entries() {
      return Collections.unmodifiableCollection(entries.values());
    }

    /// The keys in the order of the document.
    public Collection<String> keys() {
      return Collections.unmodifiableCollection(entries.keySet());
    }

    /// The entry of a key.
    public Optional<Entry> entry(String key) {
      return Optional.ofNullable(entries.get(key));
    }

    /// The value of a key.
    public Optional<Node> get(String key) {
      return entry(key).map(Entry::value);
    }

    @Override
    public JsonNode toJson() {
      var object = JsonNodeFactory.instance.objectNode();
      entries.forEach((key, entry) -> object.set(key, entry.value().toJson()));
      return object;
    }

    @Override
    public String inWords() {
      return "a mapping";
    }
  }

  /// Values in their order.
  public static final class Sequence extends Node {
    private final List<Node> items = new ArrayList<>();

    Sequence(SourceText source, @Nullable Node parent, String token, int start) {
      super(source, parent, token, start);
    }

    void add(Node item) {
      items.add(item);
    }

    /// The values in their order.
    public List<Node> items() {
      return Collections.unmodifiableList(items);
    }

    @Nullable Node at(String token) {
      var isIndex = !token.isEmpty() && token.length() < 9 && token.chars().allMatch(Node::isDigit);
      var index = isIndex ? Integer.parseInt(token) : items.size();
      return index < items.size() ? items.get(index) : null;
    }

    @Override
    public JsonNode toJson() {
      var array = JsonNodeFactory.instance.arrayNode(items.size());
      items.forEach(item -> array.add(item.toJson()));
      return array;
    }

    @Override
    public String inWords() {
      return "a list";
    }
  }

  /// A text, number, boolean or null.
  public static final class Scalar extends Node {
    private final JsonNode value;
    private final Style style;
    private final int end;

    Scalar(
        SourceText source,
        @Nullable Node parent,
        String token,
        int start,
        int end,
        JsonNode value,
        Style style) {
      super(source, parent, token, start);
      this.value = value;
      this.style = style;
      this.end = end;
    }

    @Override
    public JsonNode toJson() {
      return value;
    }

    /// The text, when the value is one.
    public Optional<String> text() {
      return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /// Where the character at `index` of the text (or else the value) stands in the document,
    /// whatever quotes, escapes and line folds lie before it.
    public Place placeOf(int index) {
      if (!value.isTextual()) {
        return place();
      }
      var offset =
          style.sourceOffset(source().text(), start(), end, value.textValue(), Math.max(0, index));
      return source().place(offset, pointer());
    }

    @Override
    public String inWords() {
      return inWords(value);
    }
  }
}
