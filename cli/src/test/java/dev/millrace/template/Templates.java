package dev.millrace.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files of the stack.
record Templates(Map<String, String> texts) {
  static final String MAIN = "template.yaml";
  static final String STATE = "infra/state.yaml";
  static final String QUEUES = "infra/queues.yaml";
  static final String PERMISSIONS = "infra/permissions.yaml";
  static final String OBSERVABILITY = "infra/observability.yaml";
  static final String SAMCONFIG = "samconfig.toml";
  static final List<String> FILES = List.of(MAIN, STATE, QUEUES, PERMISSIONS, OBSERVABILITY);

  private static final String OUTPUTS = "Outputs.";

  Templates {
    texts = Map.copyOf(texts);
  }

  static Templates ofRepository() {
    return new Templates(
        Stream.concat(FILES.stream(), Stream.of(SAMCONFIG))
            .collect(Collectors.toMap(Function.identity(), Templates::read)));
  }

  static String read(String file) {
    try {
      return Files.readString(SourceFile.root().resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Templates with(Fault fault) {
    var spoilt = new HashMap<>(texts);
    spoilt.computeIfPresent(fault.file(), (_, text) -> fault.in(text));
    return new Templates(spoilt);
  }

  String text(String file) {
    var text = texts.get(file);
    if (text == null) {
      throw new IllegalArgumentException("no file of the stack: " + file);
    }
    return text;
  }

  JsonNode tree(String file) {
    return CloudFormation.read(text(file));
  }

  Stream<Resource> resources() {
    return FILES.stream().flatMap(this::resources);
  }

  Stream<Resource> resources(String file) {
    return tree(file).path("Resources").properties().stream()
        .map(entry -> new Resource(file, entry.getKey(), entry.getValue()));
  }

  Stream<Resource> ofType(String type) {
    return resources().filter(resource -> resource.type().equals(type));
  }

  List<LambdaFunction> functions() {
    var globals = tree(MAIN).path("Globals").path("Function");
    return ofType("AWS::Serverless::Function")
        .map(resource -> new LambdaFunction(resource, globals))
        .toList();
  }

  LambdaFunction function(String name) {
    return functions().stream()
        .filter(function -> function.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no function " + name));
  }

  Resource resource(String file, String id) {
    return resources(file)
        .filter(resource -> resource.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no %s in %s".formatted(id, file)));
  }

  /// The resource of a nested stack that `!GetAtt Stack.Outputs.Name` of the main template is of.
  Resource behind(JsonNode reference) {
    var stack = reference.path("Fn::GetAtt").path(0).asText();
    var output = reference.path("Fn::GetAtt").path(1).asText().substring(OUTPUTS.length());
    var file = resource(MAIN, stack).property("TemplateURL").asText();
    var value = tree(file).path("Outputs").path(output).path("Value");
    return resource(
        file,
        value.has("Ref") ? value.path("Ref").asText() : value.path("Fn::GetAtt").path(0).asText());
  }

  /// A number, or the default of the parameter that gives it.
  long number(JsonNode value) {
    return value.has("Ref")
        ? tree(MAIN)
            .path("Parameters")
            .path(value.path("Ref").asText())
            .path("Default")
            .asLong(Long.MIN_VALUE)
        : value.asLong(Long.MIN_VALUE);
  }
}
