package dev.millrace.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.CallbackTokens;
import dev.millrace.engine.Clock;
import dev.millrace.engine.Engine;
import dev.millrace.engine.Ports;
import dev.millrace.engine.action.ThreadedActions;
import dev.millrace.engine.text.JsonText;
import dev.millrace.testkit.memory.CountedIds;
import dev.millrace.testkit.memory.InMemoryHost;
import dev.millrace.testkit.memory.InMemorySecrets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The description of the API and the API are the same.
class OpenApiTest {
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  private final JsonNode described = JsonText.read(HostRoutes.openApi());

  @Test
  void every_route_is_described_and_every_description_has_its_route() {
    var routes = new TreeSet<String>();
    for (var route : ApiRoutes.of(api())) {
      routes.add(route.method() + " " + route.path());
    }
    assertThat(operations()).isEqualTo(routes);
    assertThat(described.path("openapi").asText()).isEqualTo("3.1.0");
  }

  private static Api api() {
    Clock clock = () -> Instant.EPOCH;
    var host = new InMemoryHost(clock);
    var ports =
        new Ports(
            host.dags(),
            host.runs(),
            host.payloads(),
            host.entries(),
            new InMemorySecrets(),
            host.dispatch(),
            host.results(),
            host.timers(),
            host.schedules(),
            host.deadLetters(),
            clock,
            new CountedIds(),
            0);
    var tokens = new CallbackTokens(new byte[CallbackTokens.KEY_BYTES], "https://api.example.com");
    var engine = new Engine(ports, List.of(), tokens, () -> new ThreadedActions(clock));
    return new Api(
        engine,
        host.dags(),
        host.runs(),
        host.payloads(),
        List.of(),
        (_, _) -> _ -> {},
        () -> true,
        _ -> Optional.empty());
  }

  @Test
  void every_reference_leads_somewhere_and_everything_is_referred_to() {
    var referred = new TreeSet<String>();
    described.findValuesAsText("$ref").forEach(referred::add);
    assertThat(referred)
        .allSatisfy(
            reference ->
                assertThat(described.at(reference.substring(1)).isMissingNode()).isFalse());
    var components = new TreeSet<String>();
    described
        .path("components")
        .properties()
        .forEach(
            kind ->
                kind.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        name -> components.add("#/components/" + kind.getKey() + "/" + name)));
    assertThat(referred).containsAll(components);
  }

  @Test
  void every_variable_of_a_path_is_a_parameter_of_its_operations() {
    described
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            assertThat(pathParameters(operation.getValue()))
                                .as("%s %s", operation.getKey(), path.getKey())
                                .isEqualTo(variables(path.getKey()))));
  }

  @Test
  void operations_have_names_of_their_own_and_say_what_goes_wrong() {
    var names = new HashSet<String>();
    for (var operation : described.path("paths").findValues("responses")) {
      assertThat(operation.has("500")).isTrue();
      assertThat(operation.has("403")).isTrue();
    }
    for (var name : described.findValuesAsText("operationId")) {
      assertThat(names.add(name)).as(name).isTrue();
    }
    assertThat(names).hasSize(operations().size());
  }

  private Set<String> operations() {
    var operations = new TreeSet<String>();
    described
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    return operations;
  }

  private Set<String> pathParameters(JsonNode operation) {
    var names = new TreeSet<String>();
    for (var reference : operation.path("parameters")) {
      var parameter = described.at(reference.path("$ref").asText().substring(1));
      if (parameter.path("in").asText().equals("path")) {
        names.add(parameter.path("name").asText());
      }
    }
    return names;
  }

  private static Set<String> variables(String path) {
    var names = new TreeSet<String>();
    VARIABLE.matcher(path).results().forEach(found -> names.add(found.group(1)));
    return names;
  }
}
