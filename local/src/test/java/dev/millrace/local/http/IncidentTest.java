package dev.millrace.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.local.TestHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mistakes of the host itself.
class IncidentTest {
  private static final String SECRET = "the inner workings";

  /// Code that throws where nobody expects it.
  private static final class Faulty implements TaskKind {
    @Override
    public String name() {
      return "faulty";
    }

    @Override
    public List<ArgumentProblem> check(JsonNode arguments) {
      return List.of();
    }

    @Override
    public Traits traits(JsonNode arguments) {
      return new Traits(false, true);
    }

    @Override
    public JsonNode schema() {
      throw new IllegalStateException(SECRET);
    }

    @Override
    public Execution execute(AttemptContext attempt) {
      throw new IllegalStateException(SECRET);
    }
  }

  @Test
  void a_fault_is_told_by_the_number_of_its_incident_only(@TempDir Path data) throws IOException {
    try (var host = TestHost.start(data, new Faulty())) {
      var api = new ApiClient(host.port());
      var reply = api.get("/actions");
      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.detail()).matches("incident [0-9a-f]{12}: .*");
      assertThat(reply.body()).doesNotContain(SECRET, "Exception", "\tat ");
      assertThat(api.get("/actions").detail()).isNotEqualTo(reply.detail());
      assertThat(api.get("/health").status()).isEqualTo(200);
    }
  }

  @Test
  void an_action_whose_code_throws_fails_its_task_and_nothing_else(@TempDir Path data)
      throws IOException, InterruptedException {
    try (var host = TestHost.start(data, new Faulty())) {
      host.put("dag: broken\ntasks: {bad: {faulty: {}, retry: none}}\n");
      host.end(host.run("broken", "a"));
      var error = new ApiClient(host.port()).get("/runs/broken.a").json().path("error");
      assertThat(error.path("name").asText()).isEqualTo("Action.Crashed");
    }
  }
}
