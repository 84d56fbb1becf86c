package dev.millrace.integrations.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.Template;
import dev.millrace.integrations.arguments.ByteSize;
import dev.millrace.integrations.arguments.Fields;
import dev.millrace.integrations.arguments.Problems;
import dev.millrace.integrations.arguments.Stage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Reads which function is invoked, with what, and what is waited for.
final class LambdaArguments {
  /// Largest payload of a function that is waited for: Lambda takes no more.
  static final int PAYLOAD_MAX_BYTES = 6 * ByteSize.MB;

  /// Largest payload of `mode: async`: Lambda takes no more.
  static final int ASYNC_PAYLOAD_MAX_BYTES = ByteSize.MB;

  static final String CALLBACK = "callback";

  private static final String FUNCTION = "function";
  private static final String QUALIFIER = "qualifier";
  private static final String PAYLOAD = "payload";
  private static final String MODE = "mode";
  private static final String KEY = "idempotencyKey";
  private static final String LOG = "log";
  private static final List<String> KEYS =
      List.of(FUNCTION, QUALIFIER, PAYLOAD, MODE, CALLBACK, KEY, LOG);
  private static final String WAIT = "wait";
  private static final String ASYNC = "async";
  private static final String EXAMPLE =
      "Write lambda: {function: make-report, payload: {day: \"${ input.day }\"}}.";

  private final JsonNode arguments;
  private final Fields fields;

  private LambdaArguments(JsonNode arguments, Fields fields) {
    this.arguments = arguments;
    this.fields = fields;
  }

  /// Whether arguments, as they are written, are those of a function that calls back.
  static boolean awaitsCallback(JsonNode arguments) {
    return arguments.path(CALLBACK).asBoolean(false);
  }

  /// Whether arguments, as they are written, give the function a key.
  static boolean isIdempotent(JsonNode arguments) {
    return arguments.path(KEY).asBoolean(false);
  }

  /// The invocation; empty while not all is known, or with problems.
  static Optional<Invocation> read(JsonNode arguments, Stage stage, Problems problems) {
    var fields = Fields.of(arguments, stage, problems, EXAMPLE);
    var invocation = new LambdaArguments(arguments, fields).read();
    return problems.isEmpty() ? invocation : Optional.empty();
  }

  private Optional<Invocation> read() {
    fields.refuseUnknownKeys(KEYS, List.of());
    if (!fields.has(FUNCTION)) {
      fields.missing(FUNCTION, EXAMPLE);
    }
    var function = fields.text(FUNCTION, FunctionName.MEND).flatMap(this::function);
    var qualifier = fields.text(QUALIFIER, "Write qualifier: live.").filter(this::isQualifier);
    var mode = mode();
    var payload = payload(mode);
    if (qualifier.isPresent() && function.flatMap(FunctionName::qualifier).isPresent()) {
      fields.at(
          QUALIFIER,
          "\"%s\" and the one in \"%s\" do not mix.".formatted(QUALIFIER, FUNCTION),
          "Keep one of them.");
    }
    return function.map(
        name -> new Invocation(qualifier.map(name::in).orElse(name), payload, mode));
  }

  private Optional<FunctionName> function(String text) {
    var name = FunctionName.of(text);
    if (name.isEmpty()) {
      fields.wrong(FUNCTION, FunctionName.RULE, FunctionName.MEND);
    }
    return name;
  }

  private boolean isQualifier(String text) {
    if (FunctionName.isQualifier(text)) {
      return true;
    }
    fields.wrong(QUALIFIER, "a version or an alias", "Write qualifier: live or qualifier: \"7\".");
    return false;
  }

  private Mode mode() {
    var isAsync = isAsync();
    var callback = literal(CALLBACK);
    var key = literal(KEY);
    var log = fields.flag(LOG).orElse(false);
    if (!isAsync) {
      if (callback) {
        fields.at(
            CALLBACK,
            "\"callback\" does not go with a function that is waited for.",
            "Write mode: async beside it.");
      }
      return new Mode.Wait(
          log ? Mode.Log.SHOWN : Mode.Log.NOT_ASKED_FOR, key ? Mode.Key.SENT : Mode.Key.NOT_SENT);
    }
    if (key) {
      fields.at(
          KEY,
          "\"idempotencyKey\" does not reach a function that is invoked with mode: async.",
          "Put something into the payload that tells repetitions, such as ${ run.id }.");
    }
    if (log) {
      fields.at(LOG, "\"log\" is not known of a function that is not waited for.", "Take it out.");
    }
    if (callback && fields.stage() == Stage.WRITTEN && !readsCallback()) {
      fields.at(
          CALLBACK,
          "nothing in the payload tells where to call back.",
          "Send ${ callback.url } along, such as payload: {notify: \"${ callback.url }\"}.");
    }
    return new Mode.Async(callback ? Mode.Ending.CALLBACK : Mode.Ending.ACCEPTED);
  }

  /// The plan must know it: what parks holds no worker.
  private boolean isAsync() {
    if (!fields.has(MODE)) {
      return false;
    }
    var mode = fields.written(MODE).filter(text -> text.equals(WAIT) || text.equals(ASYNC));
    if (mode.isEmpty()) {
      fields.wrong(MODE, "wait or async", "Write it without an expression: the plan needs it.");
    }
    return mode.filter(ASYNC::equals).isPresent();
  }

  private boolean literal(String key) {
    if (fields.written(key).filter(Fields::holdsExpression).isPresent()) {
      fields.wrong(key, "true or false", "Write it without an expression: the plan needs it.");
      return false;
    }
    return fields.flag(key).orElse(false);
  }

  private boolean readsCallback() {
    return switch (Template.compile(arguments.path(PAYLOAD))) {
      case Template.Compilation.Compiled(var template) ->
          template.references().reads(Root.CALLBACK);
      // What is wrong with the expressions is told by the reader of documents.
      case Template.Compilation.Rejected _ -> true;
    };
  }

  /// Null is a payload; without one the function gets an empty object.
  private JsonNode payload(Mode mode) {
    var payload = arguments.get(PAYLOAD);
    if (payload == null) {
      return JsonNodeFactory.instance.objectNode();
    }
    var most =
        switch (mode) {
          case Mode.Wait _ -> PAYLOAD_MAX_BYTES;
          case Mode.Async _ -> ASYNC_PAYLOAD_MAX_BYTES;
        };
    if (fields.stage() == Stage.EVALUATED) {
      var length = payload.toString().getBytes(StandardCharsets.UTF_8).length;
      if (length > most) {
        fields.at(
            PAYLOAD,
            "\"payload\" has %,d bytes as JSON; Lambda takes at most %s here."
                .formatted(length, ByteSize.inWords(most)),
            "Keep the value where the function can read it, such as in S3, and send a reference.");
      }
    }
    return payload;
  }
}
