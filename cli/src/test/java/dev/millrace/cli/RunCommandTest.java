package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  private static final String ORDERS = "src/test/documents/orders.yaml";
  private static final String WRONG = "src/test/documents/wrong.yaml";

  @TempDir private Path folder = Path.of("");

  @Test
  void a_run_is_shown_with_its_tasks_and_its_output() {
    var call = Call.of("run", ORDERS);
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    golden("succeeded.txt", call.out());
  }

  @Test
  void a_failed_run_shows_the_task_its_error_and_its_cause() {
    var call = Call.of("run", ORDERS, "--input", "{fail: true}");
    assertThat(call.status()).isEqualTo(ExitStatus.FAILED);
    golden("failed.txt", call.out());
    assertThat(call.err())
        .contains("check  FAILED  Orders.Wrong: the sum is 60")
        .endsWith("The run is gone now; --data DIR keeps one for `millrace show`.\n");
  }

  @Test
  void json_is_all_that_standard_output_holds() throws JsonProcessingException {
    var call = Call.of("run", ORDERS, "--json");
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    golden("run.json", call.out());
    var run = json(call);
    assertThat(run.path("tasks").findValuesAsText("task"))
        .containsExactly("fetch", "charge", "check", "report");
    assertThat(run.path("startedAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{6}Z");
    assertThat(call.err()).contains("report  SUCCEEDED");
  }

  @Test
  void a_dag_with_a_schedule_runs_once_and_is_kept_without_it() {
    var data = folder.resolve("scheduled").toString();
    assertThat(Call.of("run", "src/test/documents/scheduled.yaml", "--data", data).status())
        .isEqualTo(ExitStatus.DONE);
    assertThat(Call.of("runs", "--data", data).out()).containsOnlyOnce("scheduled.");
  }

  @Test
  void problems_are_shown_and_nothing_runs() {
    var call = Call.of("run", WRONG);
    assertThat(call.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(call.out()).isEmpty();
    assertThat(call.err()).contains("wrong.yaml:5:5  ", "wrong.yaml:6:21  ");
  }

  @Test
  void problems_as_json_have_the_shape_of_validate() {
    assertThat(Call.of("run", WRONG, "--json").out())
        .isEqualTo(Call.of("validate", WRONG, "--json").out());
  }

  @Test
  void an_input_that_params_do_not_allow_is_a_problem() {
    var call = Call.of("run", ORDERS, "--input", "{\"fail\": 3}");
    assertThat(call.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(call.err()).startsWith("--input:1:10  ");
  }

  @Test
  void a_task_that_is_set_gives_its_output_without_acting() throws JsonProcessingException {
    var call = Call.of("run", ORDERS, "--json", "--set", "charge=[7]", "--set=fetch={\"a\":1}");
    var run = json(call);
    assertThat(run.at("/tasks/0/output")).hasToString("{\"a\":1}");
    assertThat(run.at("/tasks/1/output")).hasToString("[7]");
    assertThat(run.at("/output/report")).hasToString("[7]");
  }

  @Test
  void a_run_that_takes_too_long_is_timed_out() throws JsonProcessingException {
    var call = Call.of("run", "src/test/documents/waits.yaml", "--timeout", "250ms", "--json");
    assertThat(call.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(new ObjectMapper().readTree(call.out()).path("status").asText())
        .isEqualTo("TIMED_OUT");
    assertThat(call.err()).contains("ask waits for a POST to http://127.0.0.1:");
  }

  @Test
  void a_run_that_was_kept_can_be_shown_again() {
    var data = folder.resolve("data").toString();
    var ran = Call.of("run", ORDERS, "--data", data);
    assertThat(ran.err()).containsPattern("Look further with `millrace show orders\\.\\w+ --data ");
    var run = ran.out().substring(0, ran.out().indexOf(' '));
    assertThat(Call.of("show", run, "--data", data).out()).isEqualTo(ran.out());
    golden("stored-task.txt", Call.of("show", run, "--data", data, "--task", "charge").out());
    golden("stored-runs.txt", Call.of("runs", "--data", data).out());
    golden("stored-gone.txt", Call.of("show", "orders.gone", "--data", data).transcript());
  }

  @Test
  void looking_into_a_folder_that_is_none_makes_none() {
    var call = Call.of("runs", "--data", folder.resolve("gone").toString());
    assertThat(call.status()).isEqualTo(ExitStatus.WRONG_USE);
    assertThat(folder.resolve("gone")).doesNotExist();
  }

  @Test
  void a_run_without_data_leaves_nothing_behind() throws Exception {
    var before = temporary();
    Call.of("run", ORDERS);
    assertThat(temporary()).isEqualTo(before);
  }

  private static Set<String> temporary() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("millrace-"))
          .collect(Collectors.toSet());
    }
  }

  private void golden(String name, String text) {
    GoldenFile.matches("run/" + name, GoldenFile.masked(text, folder));
  }

  private static JsonNode json(Call call) throws JsonProcessingException {
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    return new ObjectMapper().readTree(call.out());
  }
}
