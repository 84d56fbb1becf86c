package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cli.document.Dags;
import dev.millrace.local.HostOptions;
import dev.millrace.local.LocalHost;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that sign in in every way and fail in every way, against a server that repeats what it is
/// sent: none of the secrets is anywhere afterwards but where it was kept.
class PlantedSecretsTest {
  /// Of nobody; the key is made anew for each run of the test.
  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBeTCCAR+gAwIBAgIUQeXBrxlLnrw7OA6euxRW6oN2eFowCgYIKoZIzj0EAwIw
      ETEPMA0GA1UEAwwGbm9ib2R5MCAXDTI2MTEyODAyMDc1MloYDzIxMjYxMTA0MDIw
      NzUyWjARMQ8wDQYDVQQDDAZub2JvZHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
      AAQuRCINHsH+QqjFQ+Ee3ErSvmLGoE44CQymw7y2hB6Bg+K5jXQuH4KNJhfTv+8L
      ODYQRtOI16wMyg3Ns/tcfBmso1MwUTAdBgNVHQ4EFgQUZKKP7msY9OPK83tA7Mcr
      r6lxpKQwHwYDVR0jBBgwFoAUZKKP7msY9OPK83tA7Mcrr6lxpKQwDwYDVR0TAQH/
      BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEA+XgxtRJXld+tV9iZGfOfbka//Zp+
      na6QwbECDsnnrLgCIB/VFwzTSYNHpNYUwTFN7b67UqhP9VenPwlFstNVDOMU
      -----END CERTIFICATE-----
      """;

  /// What is not sent but used: to sign, to prove that one has it.
  private static final Set<String> PROOFS = Set.of("aws/key", "pem/key");

  private static final Map<String, String> SECRETS = secrets();

  @TempDir private Path folder = Path.of("");
  private final EchoServer server = EchoServer.started();
  private final Logged logged = new Logged();
  private final StringBuilder said = new StringBuilder();

  @BeforeEach
  void plant() throws IOException {
    Logger.getLogger("").addHandler(logged);
    Files.createDirectories(data());
    var kept = new ObjectMapper().createObjectNode();
    SECRETS.forEach(kept::put);
    kept.put("pem/certificate", CERTIFICATE);
    var file = data().resolve("secrets.yaml");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, kept.toString());
    Files.createDirectories(folder.resolve("dags/connections"));
    for (var connection : connections().entrySet()) {
      Files.writeString(
          folder.resolve("dags/connections/" + connection.getKey() + ".yaml"),
          "connection: " + connection.getKey() + "\n" + connection.getValue());
    }
    Files.writeString(folder.resolve("dags/planted.yaml"), dag());
  }

  @AfterEach
  void close() {
    Logger.getLogger("").removeHandler(logged);
    server.close();
  }

  @Test
  void no_secret_is_anywhere_whatever_goes_wrong() throws Exception {
    call("validate", folder.resolve("dags").toString());
    call("run", folder.resolve("dags/planted.yaml").toString(), "--data", data().toString());
    call("runs", "--data", data().toString());
    var id = askApi();
    call("show", id, "--data", data().toString());

    // They were sent, each of them, or nothing would be proven.
    for (var secret : SECRETS.entrySet()) {
      if (!PROOFS.contains(secret.getKey())) {
        assertThat(forms(secret.getValue()).stream().anyMatch(server.received()::contains))
            .as("%s was sent", secret.getKey())
            .isTrue();
      }
    }
    var stored = stored();
    assertThat(stored).contains("Http.401", "planted", "The body begins: ");
    assertThat(stored.contains("pl4nted-token-6c")).as("a token that was fetched").isFalse();
    for (var secret : SECRETS.entrySet()) {
      for (var form : forms(secret.getValue())) {
        assertThat(stored.contains(form)).as("%s in the data folder", secret.getKey()).isFalse();
        assertThat(said.indexOf(form)).as("%s in answers", secret.getKey()).isNegative();
        assertThat(logged.text().contains(form)).as("%s in logs", secret.getKey()).isFalse();
      }
    }
  }

  /// Everything that the API says of the run, its tasks and the connections.
  private String askApi() throws IOException, InterruptedException {
    var options = HostOptions.in(data()).withApi(HostOptions.ADDRESS, 0);
    try (var host = ((LocalHost.Opening.Open) LocalHost.open(options, Dags.kinds())).host();
        var client = HttpClient.newHttpClient()) {
      host.start();
      var api = host.baseUrl().orElseThrow();
      for (var path : List.of("/connections", "/runs", "/dags/planted")) {
        ask(client, api + path);
      }
      for (var name : connections().keySet()) {
        assertThat(ask(client, api + "/connections/" + name)).contains(name);
      }
      var id = new ObjectMapper().readTree(ask(client, api + "/runs")).at("/runs/0/run").asText();
      var run = new ObjectMapper().readTree(ask(client, api + "/runs/" + id + "?tasks=all"));
      ask(client, api + "/runs/" + id + "/events");
      var errors = new TreeSet<String>();
      for (var task : run.path("tasks")) {
        var name = task.path("task").asText();
        ask(client, api + "/runs/" + id + "/tasks/" + name);
        errors.add(task.at("/error/name").asText(""));
        assertCauseIsHidden(task);
      }
      assertThat(errors)
          .contains(
              "",
              "Http.401",
              "Http.500",
              "Http.Timeout",
              "Http.BadBody",
              "Http.Unexpected",
              "Http.ConnectionLost",
              "Http.Tls",
              "Http.PollFailed",
              "Connection.TokenRefused");
      return id;
    }
  }

  private static void assertCauseIsHidden(JsonNode task) {
    var cause = task.at("/error/cause").asText("");
    if (task.path("task").asText().matches("(basic|bearer|header|key|extra|oauth)_http_401")) {
      assertThat(cause).as(task.path("task").asText()).contains("***");
    }
  }

  private String ask(HttpClient client, String url) throws IOException, InterruptedException {
    var reply =
        client.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(url).isEqualTo(200);
    said.append(reply.body()).append(reply.headers().map());
    return reply.body();
  }

  private void call(String... words) {
    var call = Call.of(words);
    assertThat(call.status()).as(call.err()).isNotEqualTo(ExitStatus.WRONG_USE);
    said.append(call.transcript());
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Map<String, String> connections() {
    var all = new LinkedHashMap<String, String>();
    var base = "baseUrl: " + server.url("") + "\n";
    all.put("basic", base + "auth: {basic: {user: ada, password: secret://basic}}\n");
    all.put("bearer", base + "auth: {bearer: {token: secret://bearer}}\n");
    all.put("header", base + "auth: {apiKey: {header: X-Key, key: ssm://key/header}}\n");
    all.put("key", base + "auth: {apiKey: {query: key, key: ssm://key/query}}\n");
    all.put("extra", base + "headers: {X-Tenant: secret://extra}\n");
    all.put(
        "oauth",
        base
            + "auth: {oauth2: {tokenUrl: \""
            + server.url("/token")
            + "\", clientId: me, clientSecret: secret://client}}\n");
    all.put(
        "refused",
        base
            + "auth: {oauth2: {tokenUrl: \""
            + server.url("/http_401")
            + "\", clientId: me, clientSecret: secret://client, sentAs: body}}\n");
    all.put(
        "signed",
        base
            + "auth: {sigv4: {service: execute-api, region: eu-west-1, accessKeyId: secret://aws/id,"
            + " secretAccessKey: secret://aws/key, sessionToken: secret://aws/session}}\n");
    all.put(
        "mtls",
        "baseUrl: "
            + server.insecureUrl()
            + "\nauth: {mtls: {certificate: ssm://pem/certificate, key: ssm://pem/key},"
            + " bearer: {token: secret://bearer}}\n");
    return all;
  }

  /// Every connection with every way to fail, and one that succeeds.
  private String dag() {
    var tasks = new StringBuilder("dag: planted\nconcurrency: {tasks: 20}\ntasks:\n");
    for (var connection : connections().keySet()) {
      for (var path : EchoServer.PATHS) {
        tasks.append(
            """
              %s_%s:
                http: {post: /%s, connection: %s, json: {a: 1}%s}
                retry: none
                timeout: %s
                allowFailure: true
            """
                .formatted(
                    connection,
                    path,
                    path,
                    connection,
                    switch (path) {
                      case "unexpected" -> ", expect: {when: \"${ result.body.no = true }\"}";
                      case "poll" ->
                          ", poll: {get: \"${ result.headers.location }\", every: 1s, until: \"${"
                              + " result.body.done }\"}";
                      default -> "";
                    },
                    path.equals("slow") ? "6s" : "1m"));
      }
    }
    return tasks.toString();
  }

  private static Map<String, String> secrets() {
    var all = new LinkedHashMap<String, String>();
    all.put("basic", "pl4nted-basic/7f+3a=");
    all.put("bearer", "pl4nted-bearer/9c+1d=");
    all.put("key/header", "pl4nted-header/2b+8e=");
    all.put("key/query", "pl4nted-query/5a+6f=");
    all.put("extra", "pl4nted \"extra\"/4d+0c=");
    all.put("client", "pl4nted-client/3e+7b=");
    all.put("aws/id", "PL4NTEDACCESSKEYID");
    all.put("aws/key", "pl4nted-access-key/6c+5e=");
    all.put("aws/session", "pl4nted-session/8d+2a=");
    all.put("pem/key", key());
    return all;
  }

  private static String key() {
    try {
      var key = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
          .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What would give a secret away.
  private static List<String> forms(String secret) {
    var forms = new ArrayList<String>();
    for (var part : secret.startsWith("-----") ? secret.lines().toList() : List.of(secret)) {
      if (part.startsWith("-----") || part.length() < 8) {
        continue;
      }
      forms.add(part);
      forms.add(URLEncoder.encode(part, StandardCharsets.UTF_8));
      forms.add(part.replace("\"", "\\\""));
      forms.add(base64(part));
      forms.add(base64("ada:" + part));
      forms.add(base64("me:" + URLEncoder.encode(part, StandardCharsets.UTF_8)));
    }
    return forms;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Every byte of the data folder but the file of secrets itself: database, log of writes, ...
  private String stored() throws IOException {
    var all = new StringBuilder();
    try (var files = Files.walk(data())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().equals("secrets.yaml")) {
          all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return all.toString();
  }

  /// Everything that was logged.
  private static final class Logged extends Handler {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Logged() {
      setFormatter(new SimpleFormatter());
    }

    String text() {
      return String.join("", lines);
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(getFormatter().format(line));
    }

    @Override
    public void flush() {
      // nothing is held back
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
