package dev.millrace.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.RunId;
import dev.millrace.local.TestHost;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the API says to requests that are wrong.
class ApiRefusalsTest {
  private static TestHost host;
  private static ApiClient api;

  @BeforeAll
  static void open(@TempDir Path data) throws InterruptedException {
    host = TestHost.start(data);
    api = new ApiClient(host.port());
    host.put(
        """
        dag: known
        params: {type: object, properties: {n: {type: integer}}}
        tasks: {one: {pass: 1}, other: {pass: 2}}
        """);
    host.end(host.run("known", "done"));
  }

  @AfterAll
  static void close() {
    host.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /nothing                    | 404 | there are /actions, /approvals, /backfills, /callbacks, /connections, /dags, /health, /hooks, /openapi.json, /runs, /validate
          GET    | /                           | 404 | GET /openapi.json describes them
          GET    | /dags/known/nothing         | 404 | there are /dags, /dags/{dag}, /dags/{dag}/backfills
          GET    | /dags/known/schedule        | 409 | DAG known has no schedule
          POST   | /dags/known/pause           | 409 | DAG known has no schedule
          POST   | /hooks/known                | 401 | ''
          GET    | /backfills/x                | 404 | no backfill can have that id
          GET    | /backfills/known.00000000000000000000000000 | 404 | no backfill known.0
          POST   | /backfills/known.00000000000000000000000000/cancel | 404 | no backfill known.0
          GET    | /dags/                      | 404 | no DAG can be named so
          GET    | /dags/unknwon               | 404 | no DAG unknwon; did you mean known? there are known
          GET    | /dags/knwon                 | 404 | did you mean known?
          GET    | /dags/not%20a%20name        | 404 | no DAG can be named so
          GET    | /dags/known?version=9       | 404 | has no version 9; the latest is 1
          GET    | /dags/known?version=x       | 422 | not the number of a version, from 1
          GET    | /dags/known?versoin=1       | 422 | no parameter "versoin"
          DELETE | /dags/unknown               | 404 | no DAG unknown
          POST   | /dags/unknown/runs          | 404 | no DAG unknown
          GET    | /runs/known.missing         | 404 | no run known.missing; GET /runs?dag=known
          GET    | /runs/known.done%2Ftasks    | 404 | no run can have that id
          GET    | /runs/..%2F..%2Fetc         | 404 | no run can have that id
          GET    | /runs/%ff                   | 400 | not percent-encoded UTF-8
          GET    | /runs/known.done?tasks=some | 422 | is not "all"
          GET    | /runs/known.done/tasks/onne | 404 | did you mean one?
          GET    | /runs/known.done/tasks/a-b  | 404 | no task can be named so
          GET    | /runs?limit=0               | 422 | from 1 to 1000
          GET    | /runs?limit=1&limit=2       | 422 | stands twice
          GET    | /runs?status=DONE           | 422 | one of QUEUED, RUNNING
          GET    | /runs?from=yesterday        | 422 | an instant such as
          GET    | /runs?dag=a/b               | 422 | the name of a DAG
          GET    | /runs?x=%ff                 | 400 | not percent-encoded UTF-8
          GET    | /runs?cursor=forged         | 422 | cursor
          GET    | /runs/known.missing/events  | 404 | no run known.missing
          POST   | /runs/known.missing/cancel  | 404 | no run known.missing
          POST   | /runs/known.missing/retry   | 404 | no run known.missing
          DELETE | /runs/known.missing         | 404 | no run known.missing
          POST   | /callbacks/forged/heartbeat | 404 | no attempt has this token
          """)
  void a_request_that_cannot_be_served_says_why(
      String method, String path, int status, String detail) throws IOException {
    var reply = api.ask(method, path);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.json().path("status").asInt()).isEqualTo(status);
    assertThat(reply.json().path("type").asText()).startsWith("urn:millrace:problem:");
    assertThat(reply.json().path("title").asText()).isNotEmpty();
    assertThat(reply.json().path("problems").isArray()).isTrue();
    assertThat(reply.detail()).contains(detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST    | /dags                    | GET, HEAD
          PATCH   | /dags/known              | DELETE, GET, HEAD, PUT
          GET     | /dags/known/runs         | POST
          PUT     | /runs/known.done         | DELETE, GET, HEAD
          DELETE  | /health                  | GET, HEAD
          OPTIONS | /dags                    | GET, HEAD
          TRACE   | /callbacks/x             | POST
          BREW    | /runs/known.done/cancel  | POST
          """)
  void a_method_that_a_path_has_not_is_answered_with_those_it_has(
      String method, String path, String allowed) throws IOException {
    var reply = api.ask(method, path);
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("Allow")).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /dags/known/runs      | {"nmae": "x"}               | 422 | /nmae    | Did you mean name?
          /dags/known/runs      | {"name": "a b"}             | 422 | /name    | a name of 1 to 64
          /dags/known/runs      | {"name": 5}                 | 422 | /name    | the number 5
          /dags/known/runs      | {"version": 0}              | 422 | /version | the number of a version
          /dags/known/runs      | {"version": 1.5}            | 422 | /version | the number 1.5
          /dags/known/runs      | {"input": {"n": "five"}}    | 422 | /input/n | integer
          /dags/known/runs      | []                          | 422 |          | not an object
          /dags/known/runs      | {"name": "a", "name": "b"}  | 400 | /name    | stands twice
          /dags/known/runs      | {"name": "a"} {}            | 400 |          | follows
          /dags/known/runs      | {"name": NaN}               | 400 |          | NaN
          /dags/known/runs      | {"name":                    | 400 |          | ends before its last
          /runs/known.done/cancel | {"why": "x"}              | 422 | /why     | takes none
          /runs/known.done/retry  | {"from": "all"}           | 422 | /from    | "failed" or a list
          /runs/known.done/retry  | {"from": []}              | 422 | /from    | "failed" or a list
          /runs/known.done/retry  | {"from": ["nope"]}        | 422 | /from    | no task nope
          /runs/known.done/retry  | {"version": 1}            | 422 | /version | "same" or "latest"
          /callbacks/x          | {}                          | 422 | /status  | missing
          /callbacks/x          | {"status": "done"}          | 422 | /status  | "succeeded" or "failed"
          /callbacks/x          | {"status": "failed", "output": 1}     | 422 | /output | does not go
          /callbacks/x          | {"status": "failed", "error": "a b"}  | 422 | /error  | error name
          /callbacks/x          | {"status": "succeeded"}     | 404 |          | no attempt
          """)
  void a_wrong_body_is_refused_at_the_place_of_the_mistake(
      String path, String body, int status, String pointer, String said) throws IOException {
    var reply = api.post(path, body);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body()).contains(said.replace("\"", "\\\""));
    if (pointer != null) {
      assertThat(reply.json().at("/problems/0/path").asText()).isEqualTo(pointer);
      assertThat(reply.json().at("/problems/0/line").asInt()).isEqualTo(1);
      assertThat(reply.json().at("/problems/0/mend").asText()).isNotEmpty();
    }
  }

  @Test
  void all_problems_of_a_body_are_told_with_line_and_column() throws IOException {
    var reply = api.post("/dags/known/runs", "{\n  \"nmae\": 1,\n  \"version\": \"one\"\n}");
    var problems = reply.json().path("problems");
    assertThat(problems).hasSize(2);
    assertThat(problems.at("/0/line").asInt()).isEqualTo(2);
    assertThat(problems.at("/0/column").asInt()).isEqualTo(3);
    assertThat(problems.at("/1/line").asInt()).isEqualTo(3);
  }

  @Test
  void a_body_may_be_yaml_and_its_problems_have_their_places() throws IOException {
    var reply = api.send("POST", "/dags/known/runs", ApiClient.YAML, "name: a\ninput:\n  n: x\n");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().at("/problems/0/line").asInt()).isEqualTo(3);
    var right = api.send("POST", "/dags/known/runs", ApiClient.YAML, "name: yaml\n");
    assertThat(right.status()).isEqualTo(201);
  }

  @Test
  void a_wrong_document_is_refused_with_all_its_problems() throws IOException {
    var reply = api.put("/dags/bad", "dag: bad\ntasks:\n  a: {needs: [b]}\n  c: {pas: 1}\n");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().path("problems").size()).isGreaterThan(1);
    assertThat(reply.json().at("/problems/0/file").asText()).isEqualTo("document");
  }

  @Test
  void a_document_of_another_dag_is_refused() throws IOException {
    var reply = api.put("/dags/known", "dag: other\ntasks: {a: {pass: 1}}\n");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.detail()).contains("other", "known");
  }

  @Test
  void a_name_that_no_dag_can_have_is_a_mistake_of_the_put() throws IOException {
    assertThat(api.put("/dags/9x", "dag: x\n").status()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/x-www-form-urlencoded
          text/plain
          multipart/form-data; boundary=x
          application/json; charset=iso-8859-1
          application/jsonp
          text/html
          """)
  void a_body_that_a_web_page_could_send_is_not_read(String type) throws IOException {
    var reply = api.send("POST", "/dags/known/runs", type, "{\"name\": \"evil\"}");
    assertThat(reply.status()).isEqualTo(415);
    assertThat(api.get("/runs/known.evil").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "application/json; charset=UTF-8",
    "APPLICATION/JSON",
    "application/merge-patch+json",
  })
  void json_is_json_by_any_of_its_names(String type) throws IOException {
    assertThat(api.send("POST", "/validate", type, "{}").status()).isEqualTo(200);
  }

  @Test
  void a_run_that_ended_is_as_it_was_after_all_this() {
    var run = new RunId("known.done");
    assertThat(host.host().runs().load(run).orElseThrow().state().epoch()).isZero();
  }
}
