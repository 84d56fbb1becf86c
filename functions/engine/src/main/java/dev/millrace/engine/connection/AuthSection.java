package dev.millrace.engine.connection;

import dev.millrace.definition.Findings;
import dev.millrace.definition.Section;
import dev.millrace.definition.document.Node;
import dev.millrace.engine.aws.AwsRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `auth`: the word none, or a mapping with one way to sign in, and beside it or alone a
/// client certificate.
final class AuthSection {
  /// The ways, and what each may say.
  static final Map<String, List<String>> WAYS = ways();

  static final String CERTIFICATE = "mtls";
  static final List<String> CERTIFICATE_KEYS = List.of("certificate", "key");

  private static final List<String> KEYS =
      List.of("accessKeyId", "secretAccessKey", "sessionToken");
  private static final String ROLE = "role";

  /// In the place of an ARN: the role that tasks act as.
  private static final String TASK = "task";

  private static final String SIGNER_MEND =
      "Name accessKeyId and secretAccessKey, or write the role to sign as: role: task.";

  /// Longest name of a parameter, service, region, scope or audience.
  private static final int WORD_MAX = 1_000;

  private static final String MEND =
      "Write auth: none, or one way, such as auth: {bearer: {token: secret://shop#token}}.";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~-]{1,100}");

  private final Section auth;
  private final Findings findings;

  private AuthSection(Section auth) {
    this.auth = auth;
    this.findings = auth.findings();
  }

  /// How to sign in.
  record SignIn(Auth auth, Optional<Connection.ClientCertificate> certificate) {
    static final SignIn NONE = new SignIn(new Auth.None(), Optional.empty());
  }

  static SignIn read(Section connection) {
    var node = connection.value("auth");
    if (node.isEmpty()) {
      return SignIn.NONE;
    }
    return switch (node.get()) {
      case Node.Mapping mapping -> new AuthSection(connection.below("auth", mapping)).read();
      case Node.Scalar scalar -> {
        if (!scalar.text().equals(Optional.of("none"))) {
          // Not shown: somebody may have written the token itself.
          connection
              .findings()
              .at(scalar, "auth of the connection must be none or a way to sign in.", MEND);
        }
        yield SignIn.NONE;
      }
      case Node.Sequence list -> {
        connection
            .findings()
            .at(list, "auth of the connection must be none or a way to sign in.", MEND);
        yield SignIn.NONE;
      }
    };
  }

  private SignIn read() {
    var known = new ArrayList<>(WAYS.keySet());
    known.add(CERTIFICATE);
    auth.refuseUnknownKeys(known);
    var given = WAYS.keySet().stream().filter(way -> auth.value(way).isPresent()).toList();
    if (given.size() > 1) {
      findings.at(
          auth.mapping().entry(given.get(1)).orElseThrow().key(),
          "\"%s\" and \"%s\" do not mix.".formatted(given.get(0), given.get(1)),
          "A request signs in one way, and may show a certificate (mtls) as well: keep one.");
      return SignIn.NONE;
    }
    if (auth.mapping().entries().isEmpty()) {
      findings.at(auth.mapping(), "auth of the connection says no way to sign in.", MEND);
    }
    return new SignIn(
        given.stream().findFirst().flatMap(this::way).orElseGet(Auth.None::new), certificate());
  }

  private Optional<Auth> way(String way) {
    var section = below(way, MEND);
    if (section.isEmpty()) {
      return Optional.empty();
    }
    var keys = WAYS.getOrDefault(way, List.of());
    section.get().refuseUnknownKeys(keys);
    var secrets = new SecretFields(section.get());
    return switch (way) {
      case "basic" -> basic(secrets);
      case "bearer" -> secrets.needed("token").map(Auth.Bearer::new);
      case "apiKey" -> apiKey(section.get(), secrets);
      case "oauth2" -> oauth2(section.get(), secrets);
      default -> sigV4(section.get(), secrets);
    };
  }

  /// What stands in the place of a mapping is not shown: it may be a secret.
  private Optional<Section> below(String key, String mend) {
    var node = auth.value(key);
    if (node.isPresent() && node.get() instanceof Node.Mapping mapping) {
      return Optional.of(auth.below(key, mapping));
    }
    node.ifPresent(
        other ->
            findings.at(other, auth.called(key) + " must be a mapping of keys to values.", mend));
    return Optional.empty();
  }

  private static Optional<Auth> basic(SecretFields secrets) {
    var user = secrets.neededGiven("user", "Write the user's name, or name a secret.");
    var password = secrets.needed("password");
    return user.isEmpty() || password.isEmpty()
        ? Optional.empty()
        : Optional.of(new Auth.Basic(user.get(), password.get()));
  }

  private Optional<Auth> apiKey(Section section, SecretFields secrets) {
    var key = secrets.needed("key");
    var header = section.text("header");
    var query = section.text("query");
    if (header.isPresent() == query.isPresent()) {
      findings.at(
          section.mapping(),
          "an API key stands in a header or in the query, "
              + (query.isEmpty() ? "and here it says neither." : "not in both."),
          "Write header: X-Api-Key or query: key.");
      return Optional.empty();
    }
    if (header.isPresent()
        && (!HeaderRules.isName(header.get()) || HeaderRules.isReserved(header.get()))) {
      section.wrong(
          "header",
          section.value("header").orElseThrow(),
          "a header that is not Millrace's own",
          "Write header: X-Api-Key.");
      return Optional.empty();
    }
    if (query.isPresent() && !NAME.matcher(query.get()).matches()) {
      section.wrong(
          "query",
          section.value("query").orElseThrow(),
          "the name of a parameter",
          "Use letters, digits and - . _ ~, at most 100.");
      return Optional.empty();
    }
    var where = header.isPresent() ? Auth.Where.HEADER : Auth.Where.QUERY;
    var name = header.or(() -> query).orElseThrow();
    return key.map(reference -> new Auth.ApiKey(where, name, reference));
  }

  private Optional<Auth> oauth2(Section section, SecretFields secrets) {
    var tokenUrl = tokenUrl(section);
    var clientId = secrets.neededGiven("clientId", "Write the client's id, or name a secret.");
    var clientSecret = secrets.needed("clientSecret");
    var scope = word(section, "scope");
    var audience = word(section, "audience");
    var sentAs = sentAs(section);
    if (tokenUrl.isEmpty() || clientId.isEmpty() || clientSecret.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Auth.OAuth2(
            tokenUrl.get(), clientId.get(), clientSecret.get(), scope, audience, sentAs));
  }

  private Optional<String> tokenUrl(Section section) {
    var mend = "Write the address that gives tokens, such as https://auth.example/oauth/token.";
    if (section.value("tokenUrl").isEmpty()) {
      findings.at(section.mapping(), section.called("tokenUrl") + " is missing.", mend);
      return Optional.empty();
    }
    var text = section.text("tokenUrl");
    var wrong = text.flatMap(address -> PlaceRule.wrong(address, PlaceRule.Query.ALLOWED));
    wrong.ifPresent(
        rule ->
            findings.at(
                section.value("tokenUrl").orElseThrow(),
                section.called("tokenUrl") + " must be " + rule + ".",
                mend));
    return wrong.isPresent() ? Optional.empty() : text;
  }

  private Auth.SentAs sentAs(Section section) {
    var text = section.text("sentAs").orElse("basic");
    if (!text.equals("basic") && !text.equals("body")) {
      section.wrong(
          "sentAs",
          section.value("sentAs").orElseThrow(),
          "basic or body",
          "Write sentAs: body when the place wants id and secret in the form.");
    }
    return text.equals("body") ? Auth.SentAs.BODY : Auth.SentAs.BASIC;
  }

  private Optional<Auth> sigV4(Section section, SecretFields secrets) {
    var service = neededWord(section, "service", "Write the service's name, such as execute-api.");
    var region = neededWord(section, "region", "Write a region, such as eu-west-1.");
    var signer = section.value(ROLE).isPresent() ? role(section) : keys(section, secrets);
    return service.isEmpty() || region.isEmpty() || signer.isEmpty()
        ? Optional.empty()
        : Optional.of(new Auth.SigV4(service.get(), region.get(), signer.get()));
  }

  private static Optional<Auth.Signer> keys(Section section, SecretFields secrets) {
    if (KEYS.stream().noneMatch(key -> section.value(key).isPresent())) {
      section
          .findings()
          .at(section.mapping(), section.called("accessKeyId") + " is missing.", SIGNER_MEND);
      return Optional.empty();
    }
    var id =
        secrets.neededGiven("accessKeyId", "Write the id of the access key, or name a secret.");
    var key = secrets.needed("secretAccessKey");
    var token = secrets.reference("sessionToken");
    return id.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(new Auth.Signer.Keys(id.get(), key.get(), token));
  }

  private static Optional<Auth.Signer> role(Section section) {
    var mixed = KEYS.stream().filter(key -> section.value(key).isPresent()).findFirst();
    if (mixed.isPresent()) {
      section
          .findings()
          .at(
              section.mapping().entry(mixed.get()).orElseThrow().key(),
              "\"%s\" and \"%s\" do not mix.".formatted(ROLE, mixed.get()),
              SIGNER_MEND);
      return Optional.empty();
    }
    var text = section.text(ROLE);
    if (text.filter(TASK::equals).isPresent()) {
      return Optional.of(new Auth.Signer.Role(new AwsRole.OfTasks()));
    }
    if (text.filter(arn -> !AwsRole.Assumed.isValid(arn)).isPresent()) {
      section.wrong(
          ROLE,
          section.value(ROLE).orElseThrow(),
          "\"%s\" or %s".formatted(TASK, AwsRole.Assumed.RULE),
          "Write role: arn:aws:iam::111122223333:role/orders, or role: task for the role of tasks.");
      return Optional.empty();
    }
    return text.map(arn -> new Auth.Signer.Role(new AwsRole.Assumed(arn)));
  }

  private Optional<Connection.ClientCertificate> certificate() {
    var section = below(CERTIFICATE, "Write mtls: {certificate: ..., key: ...}.");
    if (section.isEmpty()) {
      return Optional.empty();
    }
    section.get().refuseUnknownKeys(CERTIFICATE_KEYS);
    var secrets = new SecretFields(section.get());
    var chain = secrets.needed("certificate");
    var key = secrets.needed("key");
    return chain.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(new Connection.ClientCertificate(chain.get(), key.get()));
  }

  private Optional<String> neededWord(Section section, String key, String mend) {
    if (section.value(key).isEmpty()) {
      findings.at(section.mapping(), section.called(key) + " is missing.", mend);
    }
    return word(section, key);
  }

  private static Optional<String> word(Section section, String key) {
    var text = section.text(key);
    if (text.filter(word -> word.isBlank() || word.length() > WORD_MAX).isPresent()) {
      section.wrong(
          key,
          section.value(key).orElseThrow(),
          "a text of 1 to %,d characters".formatted(WORD_MAX),
          "Write one, or take the key out.");
      return Optional.empty();
    }
    return text;
  }

  private static Map<String, List<String>> ways() {
    var ways = new LinkedHashMap<String, List<String>>();
    ways.put("basic", List.of("user", "password"));
    ways.put("bearer", List.of("token"));
    ways.put("apiKey", List.of("header", "query", "key"));
    ways.put(
        "oauth2", List.of("tokenUrl", "clientId", "clientSecret", "scope", "audience", "sentAs"));
    ways.put(
        "sigv4",
        List.of("service", "region", "accessKeyId", "secretAccessKey", "sessionToken", "role"));
    return ways;
  }
}
