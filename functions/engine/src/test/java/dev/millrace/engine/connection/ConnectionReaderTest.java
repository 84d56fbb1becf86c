package dev.millrace.engine.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.definition.Problem;
import dev.millrace.engine.aws.AwsRole;
import dev.millrace.engine.connection.Connection.RunHeaders;
import dev.millrace.engine.limit.Limits;
import dev.millrace.engine.secret.SecretReference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionReaderTest {
  private static final String SECRET = "sk_live_planted";

  @Test
  void a_document_says_all_of_a_connection() {
    var connection =
        read(
            """
            connection: shop
            description: Orders and stock.
            baseUrl: https://shop.example/api/v2/
            auth:
              basic: {user: ada, password: secret://shop#password}
              mtls: {certificate: ssm://shop/certificate, key: ssm://shop/key}
            headers: {accept: application/json, X-Tenant: env://MILLRACE_SECRET_TENANT}
            timeout: 10s
            runHeaders: false
            limits: {perSecond: 5, concurrent: 2}
            allow: [Orders.Internal, 10.1.2.3]
            """);

    assertThat(connection)
        .isEqualTo(
            new Connection(
                new ConnectionName("shop"),
                "https://shop.example/api/v2",
                new Auth.Basic(new Given.Written("ada"), reference("secret://shop#password")),
                Optional.of(
                    new Connection.ClientCertificate(
                        reference("ssm://shop/certificate"), reference("ssm://shop/key"))),
                List.of(
                    new Connection.Header("accept", new Given.Written("application/json")),
                    new Connection.Header(
                        "X-Tenant", new Given.Kept(reference("env://MILLRACE_SECRET_TENANT")))),
                Optional.of(Duration.ofSeconds(10)),
                RunHeaders.NOT_SENT,
                new Limits(OptionalInt.of(5), OptionalInt.of(2)),
                Set.of("orders.internal", "10.1.2.3")));
    assertThat(connection.references())
        .extracting(SecretReference::toString)
        .containsExactlyInAnyOrder(
            "secret://shop#password",
            "ssm://shop/certificate",
            "ssm://shop/key",
            "env://MILLRACE_SECRET_TENANT");
  }

  @Test
  void little_is_needed() {
    var connection = read("{\"connection\": \"a\", \"baseUrl\": \"http://localhost:8080\"}");

    assertThat(connection.auth()).isEqualTo(new Auth.None());
    assertThat(connection.limits()).isEqualTo(Limits.NONE);
    assertThat(connection.runHeaders()).isEqualTo(RunHeaders.SENT);
    assertThat(connection.references()).isEmpty();
  }

  static Stream<Arguments> ways() {
    return Stream.of(
        arguments("none", new Auth.None()),
        arguments("{bearer: {token: secret://a}}", new Auth.Bearer(reference("secret://a"))),
        arguments(
            "{apiKey: {header: X-Key, key: secret://a}}",
            new Auth.ApiKey(Auth.Where.HEADER, "X-Key", reference("secret://a"))),
        arguments(
            "{apiKey: {query: key, key: secret://a}}",
            new Auth.ApiKey(Auth.Where.QUERY, "key", reference("secret://a"))),
        arguments(
            "{oauth2: {tokenUrl: \"https://auth.example/token?tenant=1\", clientId: secret://a#id,"
                + " clientSecret: secret://a#secret, scope: read write, audience: shop,"
                + " sentAs: body}}",
            new Auth.OAuth2(
                "https://auth.example/token?tenant=1",
                new Given.Kept(reference("secret://a#id")),
                reference("secret://a#secret"),
                Optional.of("read write"),
                Optional.of("shop"),
                Auth.SentAs.BODY)),
        arguments(
            "{sigv4: {service: execute-api, region: eu-west-1, accessKeyId: AKIDEXAMPLE,"
                + " secretAccessKey: secret://aws}}",
            new Auth.SigV4(
                "execute-api",
                "eu-west-1",
                new Auth.Signer.Keys(
                    new Given.Written("AKIDEXAMPLE"),
                    reference("secret://aws"),
                    Optional.empty()))),
        arguments(
            "{sigv4: {service: s3, region: eu-west-1, role: task}}",
            new Auth.SigV4("s3", "eu-west-1", new Auth.Signer.Role(new AwsRole.OfTasks()))),
        arguments(
            "{sigv4: {service: s3, region: eu-west-1,"
                + " role: \"arn:aws:iam::111122223333:role/team/orders\"}}",
            new Auth.SigV4(
                "s3",
                "eu-west-1",
                new Auth.Signer.Role(
                    new AwsRole.Assumed("arn:aws:iam::111122223333:role/team/orders")))));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void every_way_to_sign_in_is_understood(String auth, Auth expected) {
    assertThat(read("connection: a\nbaseUrl: https://a.example\nauth: " + auth + "\n").auth())
        .isEqualTo(expected);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        arguments(
            "baseUrl: https://a.example\n",
            """
            c.yaml:1:1  the document does not name its connection.
                        Begin it with "connection: NAME"."""),
        arguments(
            "connection: 5\nbaseUrl: https://a.example\n",
            """
            c.yaml:1:13  the number 5 cannot be the name of a connection.
                         Use letters, digits, _ and -, beginning with a letter, at most 80."""),
        arguments(
            "connection: a\nbaseURL: https://a.example\n",
            """
            c.yaml:1:1  the connection has no baseUrl.
                        Write baseUrl: "https://shop.example/api".
            c.yaml:2:1  the connection has the unknown key "baseURL".
                        Did you mean "baseUrl"?"""),
        arguments(
            "connection: a\nbaseUrl: https://ada:sk_live_planted@a.example\n",
            """
            c.yaml:2:10  baseUrl of the connection must be an address without user and password, which belong to auth.
                         Write baseUrl: "https://shop.example/api"."""),
        arguments(
            "connection: a\nbaseUrl: https://a.example/x/../y?key=sk_live_planted\n",
            """
            c.yaml:2:10  baseUrl of the connection must be an address without what begins with ? or #.
                         Write baseUrl: "https://shop.example/api"."""),
        arguments(
            "connection: a\nbaseUrl: http://a.example\nauth: {mtls: {certificate: secret://c, key: secret://k}}\n",
            """
            c.yaml:2:10  a client certificate needs https, and baseUrl begins with http://.
                         Write baseUrl with https://, or take mtls out of auth."""),
        arguments(
            "connection: a\nbaseUrl: https://a.example\nauth: {bearer: {token: sk_live_planted}}\n",
            """
            c.yaml:3:24  auth.bearer.token of the connection must name a secret, and must not be the secret itself.
                         Keep the value as a secret and name it here: secret://NAME, secret://NAME#KEY, ssm://NAME or env://MILLRACE_SECRET_NAME."""),
        arguments(
            "connection: a\nbaseUrl: https://a.example\nauth: sk_live_planted\n",
            """
            c.yaml:3:7  auth of the connection must be none or a way to sign in.
                        Write auth: none, or one way, such as auth: {bearer: {token: secret://shop#token}}."""),
        arguments(
            "connection: a\nbaseUrl: https://a.example\nauth: {basic: {user: ada}, bearer: {token: secret://t}}\n",
            """
            c.yaml:3:28  "basic" and "bearer" do not mix.
                         A request signs in one way, and may show a certificate (mtls) as well: keep one."""),
        arguments(
            "connection: a\nbaseUrl: https://a.example\nauth: {basic: {user: ada}}\n",
            """
            c.yaml:3:15  auth.basic.password of the connection is missing.
                         Keep the value as a secret and name it here: secret://NAME, secret://NAME#KEY, ssm://NAME or env://MILLRACE_SECRET_NAME."""),
        arguments(
            "connection: a\nbaseUrl: https://a.example\nauth: {apiKey: {key: secret://t}}\n",
            """
            c.yaml:3:16  an API key stands in a header or in the query, and here it says neither.
                         Write header: X-Api-Key or query: key."""),
        arguments(
            "connection: a\nbaseUrl: https://a.example\nauth: {bearer: {token: env://HOME}}\n",
            """
            c.yaml:3:24  env://HOME: only variables whose names begin with MILLRACE_SECRET_ may be read.
                         Give the host a variable such as MILLRACE_SECRET_TOKEN and write env://MILLRACE_SECRET_TOKEN."""),
        arguments(
            "connection: a\nbaseUrl: https://a.example\nauth: {sigv4: {service: s3, region: eu-west-1, role: r, accessKeyId: a, secretAccessKey: secret://t}}\n",
            """
            c.yaml:3:57  "role" and "accessKeyId" do not mix.
                         Name accessKeyId and secretAccessKey, or write the role to sign as: role: task."""),
        arguments(
            "connection: a\nbaseUrl: https://a.example\nauth: {sigv4: {service: s3, region: eu-west-1, role: orders}}\n",
            """
            c.yaml:3:54  auth.sigv4.role of the connection must be "task" or the ARN of an IAM role, found the text "orders".
                         Write role: arn:aws:iam::111122223333:role/orders, or role: task for the role of tasks."""),
        arguments(
            "connection: a\nbaseUrl: https://a.example\nauth: {sigv4: {service: s3, region: eu-west-1}}\n",
            """
            c.yaml:3:15  auth.sigv4.accessKeyId of the connection is missing.
                         Name accessKeyId and secretAccessKey, or write the role to sign as: role: task."""),
        arguments(
            "connection: a\nbaseUrl: https://a.example\nheaders: {Authorization: Bearer sk_live_planted}\n",
            """
            c.yaml:3:26  headers.Authorization of the connection must name a secret, and must not be the secret itself.
                         Keep the value as a secret and name it here: secret://NAME, secret://NAME#KEY, ssm://NAME or env://MILLRACE_SECRET_NAME."""),
        arguments(
            "connection: a\nbaseUrl: https://a.example\nheaders: {Host: evil.example, \"a b\": c}\n",
            """
            c.yaml:3:11  the header "Host" is set by Millrace.
                         Take it out.
            c.yaml:3:31  "a b" is not the name of a header.
                         Use letters, digits and hyphens."""),
        arguments(
            "connection: a\nbaseUrl: https://a.example\ntimeout: 10\nlimits: {perSecond: 0, perHour: 1}\nallow: [\"https://a.internal/\"]\n",
            """
            c.yaml:3:10  timeout of the connection must be a duration with a unit, found the number 10.
                         Write 10s for seconds; units are ms, s, m, h and d.
            c.yaml:4:21  limits.perSecond of the connection must be a whole number from 1 to 10,000, found the number 0.
                         Write such a number without quotes.
            c.yaml:4:24  limits of the connection has the unknown key "perHour".
                         Take it out. Known keys: perSecond, concurrent.
            c.yaml:5:9  an item of allow must be a host's name or IP address, found the text "https://a.internal/".
                        Write the host alone, without scheme, port and path."""),
        arguments(
            "[1]\n",
            """
            c.yaml:1:1  a connection must be a mapping of keys to values, found a list.
                        Begin with "connection: NAME" and "baseUrl:"."""));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void a_mistake_is_told_with_place_and_mend_and_never_with_a_secret(
      String document, String expected) {
    var problems = problems(document).stream().map(Problem::rendered);

    assertThat(problems.collect(Collectors.joining("\n")))
        .isEqualTo(expected)
        .doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth: [sk_live_planted]",
        "auth: {bearer: sk_live_planted}",
        "auth: {bearer: {token: [sk_live_planted]}}",
        "auth: {mtls: sk_live_planted}",
        "auth: {basic: {user: a, password: sk_live_planted}}",
        "auth: {apiKey: {query: key, key: sk_live_planted}}",
        "auth: {oauth2: {tokenUrl: \"https://x:sk_live_planted@y\", clientId: a, clientSecret: sk_live_planted}}",
        "auth: {sigv4: {service: s3, region: r, accessKeyId: a, secretAccessKey: sk_live_planted, sessionToken: sk_live_planted}}",
        "auth: {mtls: {certificate: sk_live_planted, key: sk_live_planted}}",
        "headers: {cookie: sk_live_planted}",
        "headers: {X-Api-Key: sk_live_planted}",
      })
  void a_secret_where_one_is_to_be_named_is_a_problem_that_does_not_repeat_it(String lines) {
    assertThat(problems("connection: a\nbaseUrl: https://a.example\n" + lines + "\n"))
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain(SECRET));
  }

  @Test
  void a_document_is_known_by_its_key() {
    assertThat(ConnectionReader.isMeantBy("connection: a\n")).isTrue();
    assertThat(ConnectionReader.isMeantBy("dag: a\nconnection: b\n")).isFalse();
    assertThat(ConnectionReader.isMeantBy("dag: a\ntasks: {}\n")).isFalse();
    assertThat(ConnectionReader.isMeantBy("- connection\n")).isFalse();
    assertThat(ConnectionReader.isMeantBy("")).isFalse();
  }

  private static List<Problem> problems(String document) {
    return switch (ConnectionReader.read("c.yaml", document)) {
      case ConnectionReader.Reading.Accepted _ -> List.of();
      case ConnectionReader.Reading.Refused(var problems) -> problems;
    };
  }

  private static Connection read(String document) {
    return switch (ConnectionReader.read("c.yaml", document)) {
      case ConnectionReader.Reading.Accepted(var connection) -> connection;
      case ConnectionReader.Reading.Refused(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private static SecretReference reference(String text) {
    if (SecretReference.parse(text) instanceof SecretReference.Parsing.Parsed(var reference)) {
      return reference;
    }
    throw new IllegalArgumentException(text);
  }
}
