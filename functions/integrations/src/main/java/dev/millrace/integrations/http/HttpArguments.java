package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.connection.ConnectionName;
import dev.millrace.integrations.arguments.Fields;
import dev.millrace.integrations.arguments.Problems;
import dev.millrace.integrations.arguments.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads the arguments of `http`.
final class HttpArguments {
  static final int REDIRECTS_MAX = 20;
  static final int REDIRECTS_DEFAULT = 5;

  /// The key that names a connection.
  static final String CONNECTION = "connection";

  /// The keys that hold an address.
  static final Set<String> ADDRESS_KEYS =
      Set.copyOf(Stream.concat(HttpMethod.keys().stream(), Stream.of("url")).toList());

  private static final List<String> KEYS =
      Stream.of(
              HttpMethod.keys(),
              List.of("method", "url", CONNECTION, "query", "headers"),
              BodyArguments.KEYS,
              List.of("expect", "response", "redirects", "idempotencyKey"),
              SequelArguments.KEYS)
          .flatMap(List::stream)
          .toList();

  private static final String EXAMPLE = "Write http: {get: \"https://shop.example/orders\"}.";

  private final JsonNode arguments;
  private final Fields fields;
  private final Problems problems;
  private final Access access;

  private HttpArguments(JsonNode arguments, Fields fields, Problems problems, Access access) {
    this.arguments = arguments;
    this.fields = fields;
    this.problems = problems;
    this.access = access;
  }

  /// Everything that is wrong with arguments as they are written.
  static List<ArgumentProblem> check(JsonNode arguments) {
    var problems = new Problems();
    var _ = over(arguments, Stage.WRITTEN, problems).read();
    return problems.all();
  }

  /// Reads evaluated arguments; nothing when there are problems.
  ///
  /// @param access what the connection that they name gives
  static Optional<HttpCall> read(JsonNode arguments, Access access, Problems problems) {
    return over(arguments, Stage.EVALUATED, problems, access).read();
  }

  /// Whether arguments without problems ask for a request that may safely arrive twice.
  static boolean isIdempotent(JsonNode arguments) {
    var here = over(arguments, Stage.WRITTEN, new Problems());
    return here.method().map(HttpMethod::isIdempotent).orElse(false)
        || here.fields.flag("idempotencyKey").orElse(false);
  }

  /// Whether arguments without problems make an attempt park.
  static boolean parks(JsonNode arguments) {
    return SequelArguments.parks(over(arguments, Stage.WRITTEN, new Problems()).fields);
  }

  /// Whether arguments without problems may read `callback`.
  static boolean awaitsCallback(JsonNode arguments) {
    return SequelArguments.awaitsCallback(over(arguments, Stage.WRITTEN, new Problems()).fields);
  }

  private static HttpArguments over(JsonNode arguments, Stage stage, Problems problems) {
    return over(arguments, stage, problems, Access.none());
  }

  private static HttpArguments over(
      JsonNode arguments, Stage stage, Problems problems, Access access) {
    return new HttpArguments(
        arguments, Fields.of(arguments, stage, problems, EXAMPLE), problems, access);
  }

  private Optional<HttpCall> read() {
    fields.refuseUnknownKeys(KEYS, List.of());
    checkConnection();
    var method = method();
    var values = new Parameters(fields);
    var query = values.list("query");
    var headers = new RequestHeaders(fields).read();
    var body = new BodyArguments(fields).read(method, headers);
    var answer = new AnswerArguments(fields);
    var expected = answer.expected();
    var response = answer.response();
    var sequel = new SequelArguments(fields, arguments).read(method, response.form());
    var redirects = fields.count("redirects", 0, REDIRECTS_MAX);
    var key = idempotencyKey(headers);
    var address = method.flatMap(this::addressKey).flatMap(this::address);
    if (!problems.isEmpty() || method.isEmpty() || address.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new HttpCall(
            method.get(),
            address.get().with(query),
            headers,
            body,
            expected,
            response.form(),
            response.bodyMaxBytes(),
            redirects.orElse(REDIRECTS_DEFAULT),
            key,
            sequel,
            access));
  }

  private Optional<HttpMethod> method() {
    var short_ = HttpMethod.keys().stream().filter(fields::has).toList();
    var all = new ArrayList<>(short_);
    if (fields.has("method")) {
      all.add("method");
    }
    if (all.size() > 1) {
      fields.at(
          all.get(1),
          "\"%s\" and \"%s\" do not mix.".formatted(all.get(0), all.get(1)),
          "A request has one method: keep one of them.");
      return Optional.empty();
    }
    if (all.isEmpty()) {
      fields.missing(fields.has("url") ? "method" : "get", EXAMPLE);
      return Optional.empty();
    }
    return short_.isEmpty() ? namedMethod() : HttpMethod.of(short_.getFirst());
  }

  private Optional<HttpMethod> namedMethod() {
    // The plan must know it: whether a lost request may be repeated depends on it.
    var method = fields.written("method").flatMap(HttpMethod::of);
    if (method.isEmpty()) {
      fields.wrong(
          "method",
          "one of " + String.join(", ", HttpMethod.keys()),
          "Write it without an expression.");
    }
    return method;
  }

  private Optional<String> addressKey(HttpMethod method) {
    if (!fields.has("method")) {
      if (fields.has("url")) {
        fields.at(
            "url",
            "\"url\" and \"%s\" do not mix.".formatted(method.key()),
            "Keep the address below \"%s\".".formatted(method.key()));
      }
      return Optional.of(method.key());
    }
    if (!fields.has("url")) {
      fields.missing("url", "Write the address that goes with \"method\".");
      return Optional.empty();
    }
    return Optional.of("url");
  }

  private Optional<Address> address(String key) {
    var known = fields.text(key, EXAMPLE);
    if (known.isEmpty()) {
      fields.written(key).filter(Fields::holdsExpression).ifPresent(text -> checkStart(key, text));
      return Optional.empty();
    }
    return switch (located(known.get())) {
      case Address.Usable(var address) -> Optional.of(address);
      case Address.Wrong(var rule, var mend) -> {
        var shown = Fields.inWords(TextNode.valueOf(withoutSecrets(known.get())));
        fields.at(key, "\"%s\" must be %s, found %s.".formatted(key, rule, shown), mend);
        yield Optional.empty();
      }
    };
  }

  /// While a document is checked its connection need not be there: any base address shows whether
  /// a path will do.
  private Address.Read located(String text) {
    var isOfConnection = fields.has(CONNECTION) && fields.stage() == Stage.WRITTEN;
    return isOfConnection ? Access.anywhere(text) : access.locate(text);
  }

  /// A name, written out: whoever reads the document sees where its secrets may go.
  private void checkConnection() {
    if (!fields.has(CONNECTION)) {
      return;
    }
    if (fields.written(CONNECTION).filter(ConnectionName::isValid).isEmpty()) {
      fields.wrong(
          CONNECTION,
          "the name of a connection",
          "Write it without an expression; a name is " + ConnectionName.RULE + ".");
    }
  }

  /// Whoever wrote a password into an address did not want it in messages too, and a query may hold
  /// one.
  private static String withoutSecrets(String address) {
    return address.replaceFirst("//[^/]*@", "//***@").replaceFirst("(?s)\\?.*", "?***");
  }

  /// Of an address with expressions at least what stands before the first is known.
  private void checkStart(String key, String text) {
    var start = text.substring(0, text.indexOf("${"));
    var scheme = start.indexOf("://") < 0 ? "" : start.substring(0, start.indexOf("://"));
    if (fields.has(CONNECTION) && scheme.isEmpty()) {
      return;
    }
    if (!start.isEmpty() && !scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
      fields.wrong(key, "an absolute http or https address", "Begin it with https://.");
    }
  }

  private HttpCall.IdempotencyKey idempotencyKey(List<Parameter> headers) {
    if (fields.written("idempotencyKey").filter(Fields::holdsExpression).isPresent()) {
      fields.wrong(
          "idempotencyKey", "true or false", "Write it without an expression: the plan needs it.");
    }
    if (!fields.flag("idempotencyKey").orElse(false)) {
      return HttpCall.IdempotencyKey.NOT_SENT;
    }
    if (headers.stream().anyMatch(h -> h.name().equalsIgnoreCase(AttemptHeaders.IDEMPOTENCY_KEY))) {
      fields.at(
          "idempotencyKey",
          "\"idempotencyKey\" and a header %s do not mix."
              .formatted(AttemptHeaders.IDEMPOTENCY_KEY),
          "Keep one of them.");
    }
    return HttpCall.IdempotencyKey.SENT;
  }
}
