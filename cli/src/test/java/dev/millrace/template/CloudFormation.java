package dev.millrace.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads templates: YAML in which `!Ref X` is short for `{"Ref": "X"}`, and `!GetAtt A.B` and the
/// others for `{"Fn::GetAtt": ["A", "B"]}`.
final class CloudFormation {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private CloudFormation() {}

  static JsonNode read(String text) {
    var root = new Compose(LoadSettings.builder().build()).composeString(text);
    return tree(root.orElseThrow(() -> new IllegalArgumentException("an empty template")));
  }

  private static JsonNode tree(Node node) {
    var tag = node.getTag().getValue();
    return tag.startsWith("!") ? function(tag.substring(1), plain(node)) : plain(node);
  }

  private static JsonNode plain(Node node) {
    return switch (node) {
      case MappingNode mapping -> object(mapping);
      case SequenceNode sequence -> array(sequence);
      case ScalarNode scalar -> scalar(scalar);
      default -> throw new IllegalArgumentException("no template holds " + node);
    };
  }

  private static ObjectNode object(MappingNode mapping) {
    var object = JSON.objectNode();
    for (var entry : mapping.getValue()) {
      var key = ((ScalarNode) entry.getKeyNode()).getValue();
      if (object.has(key)) {
        throw new IllegalArgumentException("the key " + key + " stands twice");
      }
      object.set(key, tree(entry.getValueNode()));
    }
    return object;
  }

  private static ArrayNode array(SequenceNode sequence) {
    var array = JSON.arrayNode();
    sequence.getValue().forEach(item -> array.add(tree(item)));
    return array;
  }

  private static JsonNode scalar(ScalarNode scalar) {
    var text = scalar.getValue();
    var tag = scalar.getTag();
    if (tag.equals(Tag.INT)) {
      return JSON.numberNode(Long.parseLong(text));
    }
    if (tag.equals(Tag.BOOL)) {
      return BooleanNode.valueOf(Boolean.parseBoolean(text));
    }
    return tag.equals(Tag.NULL) ? NullNode.getInstance() : TextNode.valueOf(text);
  }

  private static ObjectNode function(String name, JsonNode argument) {
    return switch (name) {
      case "Ref", "Condition" -> JSON.objectNode().set(name, argument);
      case "GetAtt" -> {
        var parts = argument.asText().split("\\.", 2);
        yield JSON.objectNode().set("Fn::GetAtt", JSON.arrayNode().add(parts[0]).add(parts[1]));
      }
      default -> JSON.objectNode().set("Fn::" + name, argument);
    };
  }
}
