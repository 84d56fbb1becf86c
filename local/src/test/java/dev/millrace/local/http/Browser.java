package dev.millrace.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.engine.text.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real browser without a window: Chromium, driven over the WebDriver protocol
/// (w3.org/TR/webdriver2) by its own driver. Both end with whoever started them, be it by `kill
/// -9`.
final class Browser implements AutoCloseable {
  /// No page here takes so long; a test that waits longer has failed.
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Pattern STARTED = Pattern.compile("started successfully on port ([0-9]+)");

  /// The name of an element in what the driver answers (W3C WebDriver, "element identifier").
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

  private final Process driver;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String address;
  private String session = "";

  private Browser(Process driver, String address) {
    this.driver = driver;
    this.address = address;
  }

  /// Browser and driver, where this machine has them.
  static Optional<Installed> installed() {
    var browser = Stream.of("chromium", "chromium-browser", "google-chrome").flatMap(Browser::find);
    var driver = find("chromedriver").findFirst();
    return browser.findFirst().flatMap(found -> driver.map(by -> new Installed(found, by)));
  }

  record Installed(Path browser, Path driver) {}

  private static Stream<Path> find(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable);
  }

  /// @param profile an empty folder of the browser's own
  static Browser start(Installed installed, Path profile) throws IOException, InterruptedException {
    // The shell ends the driver, and that the browser, when this process closes its end or dies.
    var driver =
        new ProcessBuilder(
                "sh",
                "-c",
                "\"$0\" --port=0 </dev/null & trap 'kill $!' EXIT; read end",
                installed.driver().toString())
            .redirectErrorStream(true)
            .start();
    var lines =
        new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var started = STARTED.matcher(line);
      if (started.find()) {
        var browser = new Browser(driver, "http://127.0.0.1:" + started.group(1));
        browser.open(installed.browser(), profile);
        return browser;
      }
    }
    throw new IllegalStateException("the driver ended before it had started");
  }

  private void open(Path browser, Path profile) throws IOException, InterruptedException {
    var request = JsonNodeFactory.instance.objectNode();
    var options =
        request.putObject("capabilities").putObject("alwaysMatch").putObject("goog:chromeOptions");
    options.put("binary", browser.toString());
    var arguments = options.putArray("args");
    // No sandbox: builds often run as root, and all that it opens is our own page.
    List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + profile)
        .forEach(arguments::add);
    session = call("POST", "/session", request).path("sessionId").asText();
  }

  void goTo(String url) throws IOException, InterruptedException {
    ask("POST", "/url", object("url", url));
  }

  String title() throws IOException, InterruptedException {
    return ask("GET", "/title", null).asText();
  }

  /// The text of the page as a person sees it.
  String text() throws IOException, InterruptedException {
    return ask("GET", "/element/" + find("body", "css selector") + "/text", null).asText();
  }

  void type(String selector, String text) throws IOException, InterruptedException {
    ask("POST", "/element/" + find(selector, "css selector") + "/value", object("text", text));
  }

  void click(String selector) throws IOException, InterruptedException {
    ask("POST", "/element/" + find(selector, "css selector") + "/click", object());
  }

  /// Clicks at what sends a form, and waits until another page stands there: the driver may answer
  /// before the browser has left this one.
  void submit(String selector) throws IOException, InterruptedException {
    var page = "/session/" + session + "/element/" + find("html", "css selector") + "/name";
    click(selector);
    while (send("GET", page, null).statusCode() == 200) {
      Thread.onSpinWait();
    }
  }

  /// The name that a reader of screens says for an element.
  String accessibleName(String selector) throws IOException, InterruptedException {
    return ask("GET", "/element/" + find(selector, "css selector") + "/computedlabel", null)
        .asText();
  }

  /// What a script of the test gives, run in the page.
  JsonNode evaluate(String script) throws IOException, InterruptedException {
    var request = object("script", script);
    request.putArray("args");
    return ask("POST", "/execute/sync", request);
  }

  private String find(String selector, String using) throws IOException, InterruptedException {
    var request = object("value", selector).put("using", using);
    return ask("POST", "/element", request).path(ELEMENT).asText();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode object(String key, String value) {
    return object().put(key, value);
  }

  private JsonNode ask(String method, String path, @Nullable JsonNode body)
      throws IOException, InterruptedException {
    return call(method, "/session/" + session + path, body);
  }

  private JsonNode call(String method, String path, @Nullable JsonNode body)
      throws IOException, InterruptedException {
    var answer = send(method, path, body);
    var value = JsonText.read(answer.body()).path("value");
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "%s %s: %s".formatted(method, path, value.path("message").asText()));
    }
    return value;
  }

  private HttpResponse<String> send(String method, String path, @Nullable JsonNode body)
      throws IOException, InterruptedException {
    var publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.toString());
    var request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(LONGEST)
            .method(method, publisher)
            .header("Content-Type", "application/json")
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() throws IOException {
    try {
      if (!session.isEmpty()) {
        ask("DELETE", "", null);
      }
      driver.getOutputStream().close();
      driver.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}
