package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.Durations;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.Template;
import dev.millrace.integrations.arguments.Fields;
import dev.millrace.integrations.arguments.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads what a task does with an answer that it accepted: follow pages, poll, or wait for a
/// callback.
record SequelArguments(Fields fields, JsonNode arguments) {
  /// The keys, of which a task has one at most.
  static final List<String> KEYS = List.of("pages", "poll", "callback");

  /// Most pages that one attempt reads.
  static final int PAGES_MAX = 1_000;

  static final int PAGES_DEFAULT = 100;

  /// Polling more often than this is what callbacks are for.
  static final Duration EVERY_MIN = Duration.ofSeconds(1);

  static final Duration EVERY_DEFAULT = Duration.ofSeconds(20);
  static final Duration WAIT_DEFAULT = Duration.ofMinutes(5);
  static final double BACKOFF_MAX = 10;

  static final String PAGES_NEXT = "/pages/next";
  static final String PAGES_ITEMS = "/pages/items";
  static final String POLL_GET = "/poll/get";
  static final String POLL_UNTIL = "/poll/until";
  static final String POLL_FAIL = "/poll/fail";

  /// What is evaluated once there is a result.
  static final Set<String> DEFERRED =
      Set.of(AnswerArguments.WHEN, PAGES_NEXT, PAGES_ITEMS, POLL_GET, POLL_UNTIL, POLL_FAIL);

  private static final String CALLBACK_MEND =
      "Send ${ callback.url } along, such as json: {notify: \"${ callback.url }\"}.";

  /// Whether arguments, as they are written, make a task park.
  static boolean parks(Fields fields) {
    return fields.has("poll") || awaitsCallback(fields);
  }

  /// Whether arguments, as they are written, may read `callback`.
  static boolean awaitsCallback(Fields fields) {
    return fields.flag("callback").orElse(false);
  }

  /// What follows an answer; nothing of it is right when there are problems.
  Sequel read(Optional<HttpMethod> method, BodyForm form) {
    var given = KEYS.stream().filter(fields::has).toList();
    if (given.size() > 1) {
      fields.at(
          given.get(1),
          "\"%s\" and \"%s\" do not mix.".formatted(given.get(0), given.get(1)),
          "Keep one of them, and do the other in a task of its own.");
    }
    if (given.isEmpty()) {
      return new Sequel.None();
    }
    if (form == BodyForm.STORED && !given.getFirst().equals("callback")) {
      fields.at(
          given.getFirst(),
          "\"%s\" and \"response.to\" do not mix.".formatted(given.getFirst()),
          "Fetch what is to be stored in a task behind this one.");
    }
    return switch (given.getFirst()) {
      case "pages" -> pages(method);
      case "poll" -> poll(method);
      default -> callback();
    };
  }

  private Sequel pages(Optional<HttpMethod> method) {
    if (method.isPresent() && method.get() != HttpMethod.GET) {
      fields.at(
          "pages",
          "\"pages\" are read with get, and this is %s.".formatted(method.get().key()),
          "Use get.");
    }
    var pages = fields.fields("pages", "Write pages: {next: \"${ result.body.next }\"}.");
    if (pages.isEmpty()) {
      return new Sequel.None();
    }
    pages.get().refuseUnknownKeys(List.of("next", "items", "limit"), List.of());
    require(pages.get(), "next", "\"${ result.body.next }\"");
    AnswerArguments.refuseConstant(pages.get(), "next", "\"${ result.body.next }\"");
    AnswerArguments.refuseConstant(pages.get(), "items", "\"${ result.body.items }\"");
    return new Sequel.Pages(pages.get().count("limit", 1, PAGES_MAX).orElse(PAGES_DEFAULT));
  }

  private Sequel poll(Optional<HttpMethod> method) {
    var poll = fields.fields("poll", "Write poll: {until: \"${ result.body.done }\"}.");
    if (poll.isEmpty()) {
      return new Sequel.None();
    }
    var keys = poll.get();
    keys.refuseUnknownKeys(List.of("get", "until", "fail", "every", "backoff", "max"), List.of());
    require(keys, "until", "\"${ result.body.done }\"");
    AnswerArguments.refuseConstant(keys, "until", "\"${ result.body.done }\"");
    AnswerArguments.refuseConstant(keys, "fail", "\"${ result.body.state = 'ERROR' }\"");
    if (method.isPresent() && method.get() != HttpMethod.GET) {
      require(keys, "get", "the address to poll: \"${ result.headers.location }\"");
    }
    address(keys);
    var every = wait(keys, "every").orElse(EVERY_DEFAULT);
    var max = wait(keys, "max");
    if (max.isPresent() && max.get().compareTo(EVERY_MIN) >= 0 && max.get().compareTo(every) < 0) {
      keys.at(
          "max",
          "\"poll.max\" is %s, less than \"poll.every\", which is %s."
              .formatted(Durations.inWords(max.get()), Durations.inWords(every)),
          "Raise it, or poll more often.");
    }
    var longest = max.orElse(every.compareTo(WAIT_DEFAULT) > 0 ? every : WAIT_DEFAULT);
    return new Sequel.Poll(every, keys.number("backoff", 1, BACKOFF_MAX).orElse(1), longest);
  }

  private static void address(Fields poll) {
    if (poll.stage() == Stage.EVALUATED) {
      return;
    }
    var known = poll.text("get", "Write \"${ result.headers.location }\".");
    if (known.isPresent() && Address.read(known.get()) instanceof Address.Wrong(var rule, _)) {
      poll.wrong("get", rule, "Write \"${ result.headers.location }\" or the whole address.");
    }
  }

  private static Optional<Duration> wait(Fields poll, String key) {
    var wait = poll.duration(key);
    if (wait.isPresent() && wait.get().compareTo(EVERY_MIN) < 0) {
      poll.wrong(
          key,
          "at least " + Durations.inWords(EVERY_MIN),
          "Poll less often, or let the server call back.");
    }
    return wait;
  }

  private Sequel callback() {
    if (fields.written("callback").filter(Fields::holdsExpression).isPresent()) {
      fields.wrong(
          "callback", "true or false", "Write it without an expression: the plan needs it.");
      return new Sequel.None();
    }
    if (!fields.flag("callback").orElse(false)) {
      return new Sequel.None();
    }
    if (fields.stage() == Stage.WRITTEN && !readsCallback()) {
      fields.at("callback", "nothing that is sent tells where to call back.", CALLBACK_MEND);
    }
    return new Sequel.Callback();
  }

  private boolean readsCallback() {
    return switch (Template.compile(arguments)) {
      case Template.Compilation.Compiled(var template) ->
          template.references().reads(Root.CALLBACK);
      // What is wrong with the expressions is told by the reader of documents.
      case Template.Compilation.Rejected _ -> true;
    };
  }

  private static void require(Fields below, String key, String example) {
    if (below.stage() == Stage.WRITTEN && !below.has(key)) {
      below.missing(key, "Write " + example + ".");
    }
  }
}
