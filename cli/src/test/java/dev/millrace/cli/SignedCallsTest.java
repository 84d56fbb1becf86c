package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.cli.api.Answer;
import dev.millrace.cli.api.Api;
import dev.millrace.cli.api.Signing;
import dev.millrace.cli.aws.AwsAddress;
import dev.millrace.cli.aws.AwsSigning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls of the API of a stack on AWS, against a server that computes each signature anew.
class SignedCallsTest {
  private static final String KEY = "AKIDEXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String TOKEN = "a/session+token==";
  private static final String ORDERS = "src/test/documents/orders.yaml";

  /// Where the SDK looks first; none of them is set outside these tests.
  private static final List<String> PROPERTIES =
      List.of(
          "aws.accessKeyId",
          "aws.secretAccessKey",
          "aws.sessionToken",
          "aws.region",
          "aws.profile",
          "aws.configFile",
          "aws.sharedCredentialsFile",
          "aws.disableEc2Metadata");

  @TempDir private Path folder = Path.of("");
  private final List<String> requests = new ArrayList<>();
  private final HttpServer server = open();
  private String body = "{\"dags\":[]}";
  private SignatureCheck check = new SignatureCheck(KEY, SECRET, "eu-west-1", "execute-api");

  @BeforeEach
  void useNothingOfThisMachine() {
    System.setProperty("aws.configFile", folder.resolve("config").toString());
    System.setProperty("aws.sharedCredentialsFile", folder.resolve("credentials").toString());
    System.setProperty("aws.disableEc2Metadata", "true");
  }

  @AfterEach
  void close() {
    server.stop(0);
    PROPERTIES.forEach(System::clearProperty);
  }

  @Test
  void a_command_signs_its_calls_when_it_is_told_to() {
    credentials();

    var call = call("dags", "--sigv4", "--region", "eu-west-1");

    assertThat(call.status()).as(call.err()).isEqualTo(ExitStatus.DONE);
    assertThat(requests).containsExactly("GET /prod/dags");
  }

  @Test
  void bodies_are_signed_too() {
    credentials();
    body = "{\"dag\":\"orders\",\"version\":1}";

    var call = call("push", ORDERS, "--sigv4", "--region", "eu-west-1");

    assertThat(call.status()).as(call.err()).isEqualTo(ExitStatus.DONE);
    assertThat(requests).containsExactly("PUT /prod/dags/orders");
  }

  @Test
  void encoded_paths_and_queries_in_any_order_are_signed_as_they_are_sent()
      throws InterruptedException {
    credentials();
    body = "{}";

    try (var api = new Api(address(), Optional.of(new AwsSigning(Optional.of("eu-west-1"))))) {
      for (var path :
          List.of(
              "/runs/orders%4020261123T060000Z~eu",
              "/runs?status=FAILED&dag=orders&cursor=a%2Bb%3D&limit=10",
              "/runs/orders.%C3%A4",
              "/runs/a%20b")) {
        assertThat(api.get(path)).as(path).isInstanceOf(Answer.Done.class);
      }
    }
  }

  @Test
  void a_session_token_goes_along_and_is_signed() {
    credentials();
    System.setProperty("aws.sessionToken", TOKEN);

    assertThat(call("dags", "--sigv4", "--region", "eu-west-1").status())
        .isEqualTo(ExitStatus.DONE);
  }

  @Test
  void the_region_of_the_environment_counts_when_neither_address_nor_option_names_one() {
    credentials();
    System.setProperty("aws.region", "ap-south-1");
    check = new SignatureCheck(KEY, SECRET, "ap-south-1", "execute-api");

    assertThat(call("dags", "--sigv4").status()).isEqualTo(ExitStatus.DONE);
  }

  @Test
  void a_profile_gives_credentials_and_region() throws IOException {
    Files.writeString(
        folder.resolve("credentials"),
        "[work]\naws_access_key_id=%s\naws_secret_access_key=%s\n".formatted(KEY, SECRET));
    Files.writeString(folder.resolve("config"), "[profile work]\nregion=eu-west-1\n");
    System.setProperty("aws.profile", "work");

    var call = call("dags", "--sigv4");

    assertThat(call.status()).as(call.err()).isEqualTo(ExitStatus.DONE);
  }

  /// The SDK finds what such profiles need by name; were it not there, it would say so.
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        sso_start_url=https://sso.example/start
        sso_region=eu-west-1
        sso_account_id=111122223333
        sso_role_name=dev
        """,
        """
        sso_session=work
        sso_account_id=111122223333
        sso_role_name=dev
        [sso-session work]
        sso_start_url=https://sso.example/start
        sso_region=eu-west-1
        """,
      })
  void a_profile_of_identity_center_without_a_login_says_so(String settings) throws IOException {
    Files.writeString(folder.resolve("config"), "[profile work]\nregion=eu-west-1\n" + settings);
    System.setProperty("aws.profile", "work");

    var call = call("dags", "--sigv4");

    assertThat(call.status()).isEqualTo(ExitStatus.UNREACHABLE);
    assertThat(call.err()).contains("cannot be signed", "aws sso login").doesNotContain("module");
    assertThat(requests).isEmpty();
  }

  @Test
  void without_credentials_nothing_is_sent_and_it_is_said_what_to_do() {
    var call = call("dags", "--sigv4", "--region", "eu-west-1");

    assertThat(call.status()).isEqualTo(ExitStatus.UNREACHABLE);
    assertThat(call.out()).isEmpty();
    assertThat(call.err())
        .contains("millrace: the call to " + address() + " cannot be signed: Unable to load")
        .endsWith("Log in, for example with `aws sso login`, or set AWS_PROFILE, and --region.\n");
    assertThat(requests).isEmpty();
  }

  @Test
  void a_refusal_of_the_gateway_is_told_with_what_may_be_behind_it() {
    System.setProperty("aws.accessKeyId", KEY);
    System.setProperty("aws.secretAccessKey", "another");

    var call = call("dags", "--sigv4", "--region", "eu-west-1");

    assertThat(call.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(call.err()).contains("Forbidden (status 403)", "execute-api:Invoke");
  }

  @Test
  void a_refused_call_that_was_not_signed_says_how_to_sign() {
    var call = call("dags");

    assertThat(call.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(call.err()).contains("Forbidden (status 403)", "--sigv4");
  }

  @Test
  void the_check_finds_a_body_that_was_changed_on_the_way() throws InterruptedException {
    credentials();
    var signing = new AwsSigning(Optional.of("eu-west-1"));

    try (var api =
        new Api(
            address(),
            Optional.of(
                new Signing() {
                  @Override
                  public Signed sign(
                      String method, URI uri, Map<String, String> headers, byte[] sent) {
                    return signing.sign(
                        method, uri, headers, "{}".getBytes(StandardCharsets.UTF_8));
                  }

                  @Override
                  public void close() {
                    signing.close();
                  }
                }))) {
      assertThat(api.put("/dags/a", "application/json", "{ }".getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(Answer.Refused.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod, eu-west-1",
    "https://a1b2c3.execute-api.us-gov-west-1.amazonaws.com, us-gov-west-1",
    "https://a1b2c3.execute-api.cn-north-1.amazonaws.com.cn, cn-north-1",
    "https://a1b2c3.execute-api.eu-west-1.amazonaws.com.evil.example, ",
    "https://execute-api.eu-west-1.amazonaws.com, ",
    "https://millrace.example, ",
    "http://127.0.0.1:7070, ",
  })
  void an_address_of_the_gateway_names_its_region(URI address, String region) {
    assertThat(AwsAddress.region(address)).isEqualTo(Optional.ofNullable(region));
  }

  private static void credentials() {
    System.setProperty("aws.accessKeyId", KEY);
    System.setProperty("aws.secretAccessKey", SECRET);
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/prod");
  }

  private Call call(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.add("--api");
    all.add(address().toString());
    return Call.of(all.toArray(String[]::new));
  }

  private HttpServer open() {
    try {
      var http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
      http.createContext("/", this::answer);
      http.start();
      return http;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var sent = exchange.getRequestBody().readAllBytes();
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      var problem = check.problem(exchange, sent);
      var token = exchange.getRequestHeaders().getFirst("X-Amz-Security-Token");
      if (problem.isEmpty()
          && !Optional.ofNullable(System.getProperty("aws.sessionToken"))
              .equals(Optional.ofNullable(token))) {
        problem = "not the session's token: " + token;
      }
      var text = problem.isEmpty() ? body : "{\"message\":\"Forbidden\"}";
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(problem.isEmpty() ? 200 : 403, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
