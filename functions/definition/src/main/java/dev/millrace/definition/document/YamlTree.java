package dev.millrace.definition.document;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/// Reads YAML into a tree. Takes the parser's events rather than its nodes: so depth is bounded
/// while reading, and aliases never multiply anything.
final class YamlTree {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();

  private static final Pattern BAD_ESCAPE =
      Pattern.compile(
          "\\\\(x(?!\\p{XDigit}{2})|u(?!\\p{XDigit}{4})|U(?!(0010|000\\p{XDigit})\\p{XDigit}{4}))");

  private final SourceText source;
  private final TreeBuilder tree;
  private final Offsets offsets;
  private int reached;
  private boolean aliasSeen;
  private boolean documentSeen;

  YamlTree(SourceText source) {
    this.source = source;
    this.tree = new TreeBuilder(source);
    this.offsets = new Offsets(source.text());
  }

  Document read() throws UnreadableException {
    try {
      for (var event : new Parse(SETTINGS).parseString(source.text())) {
        accept(event);
        reached = offset(event.getEndMark());
      }
    } catch (MarkedYamlEngineException e) {
      var at = e.getProblemMark().map(offsets::of).orElse(source.text().length());
      var complaint = YamlComplaint.of(e, source.lineText(source.line(at)), source.column(at));
      var from =
          switch (complaint.where()) {
            case PROBLEM -> at;
            case CONTEXT -> e.getContextMark().map(offsets::of).orElse(at);
            case LINE -> source.firstInLine(at);
          };
      throw tree.stop(from, complaint.message(), complaint.mend());
    } catch (YamlVersionException e) {
      throw tree.stop(
          0, "the directive %YAML asks for another version than 1.2.", "Take the directive out.");
    } catch (YamlEngineException e) {
      // The scanner has complaints without a place; they concern what follows the last good part.
      throw tree.stop(
          reached,
          "this is not YAML from here on.",
          "Check quotes, colons, brackets and indentation here and below.");
    } catch (IllegalArgumentException e) {
      // The parser's way of meeting an escape that is cut off or no character.
      throw tree.stop(badEscape(), YamlComplaint.NO_CHARACTER, YamlComplaint.ESCAPES);
    }
    var root = tree.root();
    if (root.isEmpty() || isNothing(root.get())) {
      return DocumentReader.empty();
    }
    return aliasSeen
        ? new Document.Unreadable(tree.flaws())
        : new Document.Read(root.get(), tree.flaws());
  }

  private int badEscape() {
    var escape = BAD_ESCAPE.matcher(source.text());
    return escape.find(reached) ? escape.start() : reached;
  }

  private void accept(Event event) throws UnreadableException {
    if (event instanceof NodeEvent node) {
      refuseAnchor(node);
    }
    switch (event) {
      case DocumentStartEvent start -> beginDocument(start);
      case AliasEvent alias -> accept(alias);
      case ScalarEvent scalar -> accept(scalar);
      case CollectionStartEvent start -> accept(start);
      case CollectionEndEvent _ -> tree.end();
      default -> {} // streams and documents end of themselves
    }
  }

  private void beginDocument(DocumentStartEvent start) throws UnreadableException {
    if (documentSeen) {
      throw tree.stop(
          offset(start.getStartMark()),
          "a second document begins here.",
          "Take it out, or move it into a file of its own: one DAG a file.");
    }
    documentSeen = true;
  }

  private void refuseAnchor(NodeEvent event) {
    var anchor = event.getAnchor();
    if (anchor.isPresent() && !(event instanceof AliasEvent)) {
      tree.flaw(
          offset(event.getStartMark()),
          "the anchor \"&" + anchor.get() + "\" is not read.",
          "Write the value out where it is needed, or use defaults: for what tasks share.");
    }
  }

  private void accept(AliasEvent alias) throws UnreadableException {
    aliasSeen = true;
    var start = offset(alias.getStartMark());
    tree.flaw(
        start,
        "the alias \"*" + alias.getAlias().getValue() + "\" is not read.",
        "Write the value out here. For a text that begins with *, use quotes.");
    if (tree.expectsKey()) {
      tree.key(start, alias.getAlias().getValue());
    } else {
      tree.scalar(start, offset(alias.getEndMark()), NullNode.instance, Style.PLAIN);
    }
  }

  private void accept(CollectionStartEvent event) throws UnreadableException {
    var start = offset(event.getStartMark());
    if (tree.expectsKey()) {
      throw tree.stop(
          start,
          "a list or mapping stands where a key must be.",
          "Put quotes around a text that begins with { or [; expressions are \"${ ... }\".");
    }
    refuseTag(event.getTag(), start);
    if (event instanceof MappingStartEvent) {
      tree.beginMapping(start);
    } else {
      tree.beginSequence(start);
    }
  }

  private void accept(ScalarEvent event) throws UnreadableException {
    var start = offset(event.getStartMark());
    var text = event.getValue();
    refuseTag(event.getTag(), start);
    if (tree.expectsKey()) {
      acceptKey(event, start, text);
      return;
    }
    // Before the text itself stand its anchor and tag, which are flaws already.
    var style = style(event.getScalarStyle());
    var value = style == Style.PLAIN ? YamlScalars.read(tree, start, text) : TextNode.valueOf(text);
    tree.scalar(start, offset(event.getEndMark()), value, style);
  }

  private void acceptKey(ScalarEvent event, int start, String text) throws UnreadableException {
    if (event.isPlain() && text.equals("<<")) {
      tree.flaw(
          start,
          "the merge key \"<<\" is not read.",
          "Write the keys out here, or use defaults: for what tasks share.");
      tree.keyToDrop(start, text);
      return;
    } else if (event.isPlain() && text.isEmpty()) {
      tree.flaw(start, "a value stands here without its key.", "Write a key before the colon.");
    }
    tree.key(start, text);
  }

  private void refuseTag(Optional<String> tag, int start) {
    if (tag.isPresent()) {
      tree.flaw(
          start,
          "the tag \"" + shortForm(tag.get()) + "\" is not read.",
          "Take it out; quotes make any value a text.");
    }
  }

  private static String shortForm(String tag) {
    return tag.replace("tag:yaml.org,2002:", "!!");
  }

  private static Style style(ScalarStyle style) {
    return switch (style) {
      case PLAIN, JSON_SCALAR_STYLE -> Style.PLAIN;
      case SINGLE_QUOTED -> Style.SINGLE_QUOTED;
      case DOUBLE_QUOTED -> Style.DOUBLE_QUOTED;
      case LITERAL, FOLDED -> Style.BLOCK;
    };
  }

  private static boolean isNothing(Node root) {
    return root instanceof Node.Scalar scalar && scalar.toJson().isNull();
  }

  private int offset(Optional<Mark> mark) {
    return mark.map(offsets::of).orElse(0);
  }

  /// The parser counts code points, Java's strings count chars.
  private static final class Offsets {
    private final int @Nullable [] ofCodePoint;

    Offsets(String text) {
      this.ofCodePoint =
          text.chars().anyMatch(c -> Character.isSurrogate((char) c)) ? offsets(text) : null;
    }

    int of(Mark mark) {
      return ofCodePoint == null ? mark.getIndex() : ofCodePoint[mark.getIndex()];
    }

    private static int[] offsets(String text) {
      var offsets = new int[text.codePointCount(0, text.length()) + 1];
      var offset = 0;
      for (var i = 0; i < offsets.length; i++) {
        offsets[i] = offset;
        offset += offset < text.length() ? Character.charCount(text.codePointAt(offset)) : 0;
      }
      return offsets;
    }
  }
}
