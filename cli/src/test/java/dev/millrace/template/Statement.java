package dev.millrace.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/// A statement of a policy.
///
/// @param holder the role, policy or bucket policy that it stands in
record Statement(Resource holder, JsonNode node) {
  static Stream<Statement> all(Templates templates) {
    return templates.resources().flatMap(Statement::of);
  }

  static Stream<Statement> of(Resource resource) {
    return Stream.concat(
            Stream.of(resource.property("PolicyDocument")),
            resource
                .property("Policies")
                .valueStream()
                .map(policy -> policy.path("PolicyDocument")))
        .flatMap(document -> document.path("Statement").valueStream())
        .map(node -> new Statement(resource, node));
  }

  boolean allows() {
    return node.path("Effect").asText().equals("Allow");
  }

  List<String> actions() {
    return texts(node.path("Action"));
  }

  /// The resources as text: `*`, what `!Sub` says, or `${X}` for `!Ref X`.
  List<String> resources() {
    return each(node.path("Resource"))
        .map(
            resource ->
                resource.has("Ref")
                    ? "${" + resource.path("Ref").asText() + "}"
                    : resource.has("Fn::GetAtt")
                        ? "${%s.%s}"
                            .formatted(
                                resource.path("Fn::GetAtt").path(0).asText(),
                                resource.path("Fn::GetAtt").path(1).asText())
                        : resource.has("Fn::Sub")
                            ? resource.path("Fn::Sub").asText()
                            : resource.asText())
        .toList();
  }

  /// The partitions of a table that it is bound to; none where it is not bound.
  List<String> leadingKeys() {
    return node.path("Condition")
        .valueStream()
        .flatMap(operator -> each(operator.path("dynamodb:LeadingKeys")))
        .map(JsonNode::asText)
        .filter(key -> !key.isEmpty())
        .toList();
  }

  String but(String problem) {
    return holder.but("%s: %s".formatted(node.path("Sid").asText(), problem));
  }

  private static List<String> texts(JsonNode node) {
    return each(node).map(JsonNode::asText).toList();
  }

  private static Stream<JsonNode> each(JsonNode node) {
    return node.isArray() ? node.valueStream() : Stream.of(node);
  }
}
