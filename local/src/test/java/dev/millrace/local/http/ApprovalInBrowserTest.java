package dev.millrace.local.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.core.RunId;
import dev.millrace.engine.text.JsonText;
import dev.millrace.local.TestHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page of an approval in a real browser: what a person sees, and what the page's own rules
/// keep out.
class ApprovalInBrowserTest {
  @TempDir static Path profile;
  private static Browser browser;

  @TempDir Path data;
  private TestHost host;
  private ApiClient api;
  private HttpServer chat;
  private final Map<String, String> told = new ConcurrentHashMap<>();

  @BeforeAll
  static void startBrowser() throws IOException, InterruptedException {
    var installed = Browser.installed();
    assumeTrue(
        installed.isPresent(),
        "no browser: install Debian's packages chromium and chromium-driver");
    browser = Browser.start(installed.get(), profile);
  }

  @AfterAll
  static void endBrowser() throws IOException, InterruptedException {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    chat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    chat.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            told.put(exchange.getRequestURI().getPath(), new String(body, StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
          }
        });
    chat.start();
    host = TestHost.start(data);
    api = new ApiClient(host.port());
    host.put(
        """
        dag: release
        tasks:
          ask:
            approval:
              message: "Release 1.4.0?\\n<script>document.title='taken over'</script>"
              people: [ana@example.com, Bo "the <b>builder</b>"]
              form:
                type: object
                required: [why]
                properties:
                  why: {type: string, title: "Why?", description: In a few words}
                  hours: {type: number, minimum: 1, default: 4}
                  night: {type: boolean}
              notify:
                http:
                  post: "http://127.0.0.1:%d/to/${ approval.person }"
                  json: {link: "${ approval.link }", text: "${ approval.message }"}
        """
            .formatted(chat.getAddress().getPort()));
  }

  @AfterEach
  void close() {
    host.close();
    chat.stop(0);
  }

  private String linkOf(RunId run, String person) throws IOException, InterruptedException {
    host.awaitFirst(run, "PARKED");
    return JsonText.read(Objects.requireNonNull(told.get("/to/" + person))).path("link").asText();
  }

  @Test
  void a_person_reads_the_question_fills_in_the_form_and_answers_in_their_own_name()
      throws IOException, InterruptedException {
    var run = host.run("release", "a");
    var link = linkOf(run, "ana@example.com");

    browser.goTo(link);
    assertThat(browser.title()).isEqualTo("An answer is needed");
    assertThat(browser.text())
        .contains("Release 1.4.0?\n<script>document.title='taken over'</script>")
        .contains("You answer as ana@example.com");
    assertThat(browser.accessibleName("[name='form:text:why']")).isEqualTo("Why?");
    assertThat(browser.accessibleName("input[value=approve]")).isEqualTo("approve");
    assertThat(browser.evaluate("return getComputedStyle(document.body).maxWidth").asText())
        .as("the page's own style is let in")
        .isNotEqualTo("none");

    browser.type("[name='form:text:why']", "Grüße & <ok>");
    browser.click("input[value=approve]");
    browser.submit("button");
    assertThat(browser.title()).isEqualTo("Thank you");

    host.end(run);
    var output = api.get("/runs/release.a").json().at("/output/ask");
    assertThat(output.path("by").asText()).isEqualTo("ana@example.com");
    assertThat(output.path("form")).hasToString("{\"why\":\"Grüße & <ok>\",\"hours\":4}");

    browser.goTo(link);
    assertThat(browser.text()).contains("has been answered");
  }

  @Test
  void who_comes_second_is_told_so() throws IOException, InterruptedException {
    var run = host.run("release", "a");
    browser.goTo(linkOf(run, "ana@example.com"));
    browser.type("[name='form:text:why']", "late");
    browser.click("input[value=reject]");

    var other = linkOf(run, "Bo \"the <b>builder</b>\"");
    var answer = "{\"choice\": \"approve\", \"form\": {\"why\": \"first\"}}";
    assertThat(api.post(java.net.URI.create(other).getPath(), answer).status()).isEqualTo(200);

    browser.submit("button");
    assertThat(browser.title()).isEqualTo("Already answered");
    assertThat(browser.text()).contains("Your answer was not taken");
  }

  @Test
  void what_the_form_does_not_allow_comes_back_with_what_was_typed()
      throws IOException, InterruptedException {
    var run = host.run("release", "a");
    browser.goTo(linkOf(run, "Bo \"the <b>builder</b>\""));
    assertThat(browser.text()).contains("Bo \"the <b>builder</b>\"");
    browser.type("[name='form:text:why']", "kept");
    browser.type("[name='form:number:hours']", "x");
    browser.click("input[value=approve]");
    browser.submit("button");

    assertThat(browser.text()).contains("The answer was not taken").contains("of type number");
    assertThat(browser.evaluate("return document.querySelector('[name=\"form:text:why\"]').value"))
        .hasToString("\"kept\"");
    assertThat(browser.evaluate("return document.querySelector('[value=approve]').checked"))
        .hasToString("true");
  }

  @Test
  void a_question_whose_time_is_over_says_so() throws IOException, InterruptedException {
    var run = host.run("release", "a");
    var link = linkOf(run, "ana@example.com");
    browser.goTo(link);
    api.ask("POST", "/runs/release.a/cancel");
    host.end(run);

    browser.type("[name='form:text:why']", "too late");
    browser.click("input[value=approve]");
    browser.submit("button");
    assertThat(browser.title()).isEqualTo("No longer open");
  }

  @Test
  void nothing_runs_on_the_page_and_nothing_is_loaded_into_it()
      throws IOException, InterruptedException {
    browser.goTo(linkOf(host.run("release", "a"), "ana@example.com"));

    var tried =
        browser.evaluate(
            """
            const script = document.createElement('script');
            script.textContent = "document.title = 'taken over'";
            document.body.append(script);
            const frame = document.createElement('iframe');
            frame.src = '/openapi.json';
            document.body.append(frame);
            return [document.title, document.querySelectorAll('b').length];
            """);
    assertThat(tried).hasToString("[\"An answer is needed\",0]");
  }
}
