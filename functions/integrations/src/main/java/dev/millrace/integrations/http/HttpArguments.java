package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.integrations.arguments.ByteSize;
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
  /// Largest body that may be asked for: as large as a payload may be.
  static final int BODY_MAX_BYTES = 50 * ByteSize.MB;

  static final int BODY_DEFAULT_BYTES = 10 * ByteSize.MB;
  static final int REDIRECTS_MAX = 20;
  static final int REDIRECTS_DEFAULT = 5;

  /// The keys that hold an address.
  static final Set<String> ADDRESS_KEYS =
      Set.copyOf(Stream.concat(HttpMethod.keys().stream(), Stream.of("url")).toList());

  private static final List<String> BODIES = List.of("json", "form", "text");
  private static final List<String> KEYS =
      Stream.of(
              HttpMethod.keys(),
              List.of("method", "url", "query", "headers"),
              BODIES,
              List.of("expect", "response", "redirects", "idempotencyKey"))
          .flatMap(List::stream)
          .toList();
  private static final List<String> PLANNED =
      List.of("multipart", "bytes", "pages", "poll", "callback", "connection");

  private static final String EXAMPLE = "Write http: {get: \"https://shop.example/orders\"}.";

  private final Fields fields;
  private final Problems problems;

  private HttpArguments(Fields fields, Problems problems) {
    this.fields = fields;
    this.problems = problems;
  }

  /// Everything that is wrong with arguments as they are written.
  static List<ArgumentProblem> check(JsonNode arguments) {
    var problems = new Problems();
    var _ = over(arguments, Stage.WRITTEN, problems).read();
    return problems.all();
  }

  /// Reads evaluated arguments; nothing when there are problems.
  static Optional<HttpCall> read(JsonNode arguments, Problems problems) {
    return over(arguments, Stage.EVALUATED, problems).read();
  }

  /// Whether arguments without problems ask for a request that may safely arrive twice.
  static boolean isIdempotent(JsonNode arguments) {
    var here = over(arguments, Stage.WRITTEN, new Problems());
    return here.method().map(HttpMethod::isIdempotent).orElse(false)
        || here.fields.flag("idempotencyKey").orElse(false);
  }

  private static HttpArguments over(JsonNode arguments, Stage stage, Problems problems) {
    return new HttpArguments(Fields.of(arguments, stage, problems, EXAMPLE), problems);
  }

  private Optional<HttpCall> read() {
    fields.refuseUnknownKeys(KEYS, PLANNED);
    var method = method();
    var values = new Parameters(fields);
    var query = values.list("query");
    var headers = new RequestHeaders(fields).read();
    var body = body(method);
    var expected = expected();
    var response = fields.fields("response", "Write response: {as: json, limit: 1MB}.");
    var form = response.flatMap(HttpArguments::form);
    var limit = response.flatMap(HttpArguments::limit);
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
            form.orElse(BodyForm.AUTO),
            limit.orElse(BODY_DEFAULT_BYTES),
            redirects.orElse(REDIRECTS_DEFAULT),
            key));
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
    return switch (Address.read(known.get())) {
      case Address.Usable(var address) -> Optional.of(address);
      case Address.Wrong(var rule, var mend) -> {
        var shown = Fields.inWords(TextNode.valueOf(withoutUser(known.get())));
        fields.at(key, "\"%s\" must be %s, found %s.".formatted(key, rule, shown), mend);
        yield Optional.empty();
      }
    };
  }

  /// Whoever wrote a password into an address did not want it in messages too.
  private static String withoutUser(String address) {
    return address.replaceFirst("//[^/]*@", "//***@");
  }

  /// Of an address with expressions at least what stands before the first is known.
  private void checkStart(String key, String text) {
    var start = text.substring(0, text.indexOf("${"));
    var scheme = start.indexOf("://") < 0 ? "" : start.substring(0, start.indexOf("://"));
    if (!start.isEmpty() && !scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
      fields.wrong(key, "an absolute http or https address", "Begin it with https://.");
    }
  }

  private RequestBody body(Optional<HttpMethod> method) {
    // Not has(): a JSON null is a body too.
    var given = BODIES.stream().filter(fields.keys()::contains).toList();
    if (given.size() > 1) {
      fields.at(
          given.get(1),
          "\"%s\" and \"%s\" do not mix.".formatted(given.get(0), given.get(1)),
          "A request has one body: keep one of them.");
    }
    if (given.isEmpty()) {
      return new RequestBody.None();
    }
    var key = given.getFirst();
    if (method.isPresent() && !method.get().takesBody()) {
      fields.at(
          key,
          "\"%s\" is a body, and %s takes none.".formatted(key, method.get().key()),
          "Use query, or another method.");
    }
    return switch (key) {
      case "json" -> new RequestBody.Json(fields.raw("json"));
      case "form" -> new RequestBody.Form(new Parameters(fields).list("form"));
      default ->
          new RequestBody.Text(
              fields.text("text", "Write a text, or use json for other values.").orElse(""));
    };
  }

  private StatusSet expected() {
    var expect = fields.fields("expect", "Write expect: {status: [2xx, 404]}.");
    if (expect.isEmpty()) {
      return StatusSet.SUCCESS;
    }
    expect.get().refuseUnknownKeys(List.of("status"), List.of("when"));
    var ranges = new ArrayList<StatusSet.Range>();
    for (var item : expect.get().items("status").filter(expect.get()::isKnown).toList()) {
      StatusSet.range(item.asText())
          .ifPresentOrElse(
              ranges::add,
              () ->
                  expect
                      .get()
                      .at(
                          "status",
                          "\"expect.status\" must be statuses from 200 to 599 or classes of them,"
                              + " found "
                              + Fields.inWords(item)
                              + ".",
                          "Write [2xx, 404]."));
    }
    if (expect
        .get()
        .value("status")
        .filter(JsonNode::isEmpty)
        .filter(JsonNode::isArray)
        .isPresent()) {
      expect.get().wrong("status", "at least one status", "Write [2xx, 404].");
    }
    return ranges.isEmpty() ? StatusSet.SUCCESS : new StatusSet(ranges);
  }

  private static Optional<BodyForm> form(Fields response) {
    response.refuseUnknownKeys(List.of("as", "limit"), List.of("to"));
    var text = response.written("as");
    if (text.filter("bytes"::equals).isPresent()) {
      response.at(
          "as",
          "\"response.as: bytes\" is not available in this version.",
          "Write auto, json or text.");
      return Optional.empty();
    }
    var form = text.flatMap(BodyForm::of);
    if (response.has("as") && form.isEmpty()) {
      response.wrong("as", "auto, json or text", "Write one of them, without an expression.");
    }
    return form;
  }

  private static Optional<Integer> limit(Fields response) {
    var bytes = response.size("limit", BODY_MAX_BYTES);
    return bytes.isEmpty() ? Optional.empty() : Optional.of((int) bytes.getAsLong());
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
