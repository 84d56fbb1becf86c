package dev.millrace.integrations.approval;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.definition.expression.Evaluation;
import dev.millrace.definition.expression.Root;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.AttemptContext.Link;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.Question;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.arguments.Fields;
import dev.millrace.integrations.http.Redaction;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Tells people of a question: one request for each link. The requests are those of the action
/// `http`, below `notify.http`, and may read `approval`.
final class Notice {
  static final String NOTIFY = "notify";

  private static final String HTTP = "http";
  private static final String WHOLE = "/notify/http";
  private static final String WHEN = "/expect/when";
  private static final String MEND = "Write notify: {http: {post: \"https://...\"}}.";

  /// What an answer is judged by comes first, so that it is no part of what is sent.
  static final Set<String> DEFERRED =
      Collections.unmodifiableSet(new LinkedHashSet<>(List.of(WHOLE + WHEN, WHOLE)));

  /// What would make a notice wait for something itself.
  private static final List<String> REFUSED = List.of("poll", "pages", "callback");

  private final TaskKind http;

  Notice(TaskKind http) {
    this.http = http;
  }

  /// Notes what is wrong with `notify` as it is written.
  void check(JsonNode arguments, Fields fields) {
    var notify = fields.fields(NOTIFY, MEND);
    if (notify.isEmpty()) {
      // Its parts are evaluated once the links are known; as a whole it is no expression.
      if (fields.has(NOTIFY) && fields.value(NOTIFY).isEmpty()) {
        fields.wrong(NOTIFY, "a map of keys that is written out", MEND);
      }
      return;
    }
    notify.get().refuseUnknownKeys(List.of(HTTP), List.of());
    if (!notify.get().has(HTTP)) {
      notify.get().missing(HTTP, MEND);
      return;
    }
    var written = arguments.path(NOTIFY).path(HTTP);
    for (var key : REFUSED) {
      if (written.has(key)) {
        fields.atPointer(
            JsonPointer.compile(WHOLE).appendProperty(key),
            "a notice only sends; \"%s\" would wait for something.".formatted(key),
            "Take it out.");
      }
    }
    for (var problem : http.check(written)) {
      fields.atPointer(
          JsonPointer.compile(WHOLE + problem.pointer()), problem.message(), problem.mend());
    }
  }

  /// What became of telling people.
  sealed interface Telling {
    /// All who are to be told have been.
    record Told() implements Telling {}

    /// Somebody could not be told.
    record Failed(Execution.Failed failure) implements Telling {}

    /// A limit that all workers share makes the rest wait.
    ///
    /// @param told how many have been told
    record Later(int told, Instant until) implements Telling {}
  }

  /// Sends one request for each link, in their order; the first failure ends it.
  ///
  /// @param told how many have been told already
  Telling send(AttemptContext attempt, Question question, List<Link> links, int told)
      throws InterruptedException {
    var template = attempt.deferred(WHOLE);
    if (template.isEmpty()) {
      return new Telling.Told();
    }
    for (var next = told; next < links.size(); next++) {
      var approval = describe(question, links.get(next), links);
      switch (send(attempt, template.get().with(Root.APPROVAL, approval), approval)) {
        case Execution.Done _, Execution.Parked _ -> {
          // On to the next.
        }
        case Execution.Failed failed -> {
          return new Telling.Failed(withoutLinks(failed, links));
        }
        case Execution.Postponed(_, var until) -> {
          return new Telling.Later(next, until);
        }
      }
    }
    return new Telling.Told();
  }

  private Execution send(
      AttemptContext attempt, AttemptContext.Deferred template, JsonNode approval)
      throws InterruptedException {
    return switch (template.value(NullNode.getInstance())) {
      case Evaluation.Failed(var error, var cause) -> Execution.Failed.of(error, cause);
      case Evaluation.Nothing _ -> throw new IllegalStateException("a map of keys is something");
      case Evaluation.Value(var plain) ->
          switch (template.address(NullNode.getInstance())) {
            case Evaluation.Failed(var error, var cause) -> Execution.Failed.of(error, cause);
            case Evaluation.Nothing _ ->
                throw new IllegalStateException("a map of keys is something");
            case Evaluation.Value(var encoded) ->
                http.execute(
                    new NoticeAttempt(attempt, withAddress(plain, encoded), approval, WHOLE));
          };
    };
  }

  private JsonNode withAddress(JsonNode plain, JsonNode encoded) {
    ObjectNode all = plain.deepCopy();
    for (var key : http.addressKeys()) {
      if (encoded.has(key)) {
        all.set(key, encoded.get(key));
      }
    }
    return all;
  }

  private static JsonNode describe(Question question, Link link, List<Link> links) {
    var approval = JsonNodeFactory.instance.objectNode();
    approval.put("message", question.message());
    var choices = approval.putArray("choices");
    question.choices().forEach(choices::add);
    approval.put("person", link.person().orElse(null));
    approval.put("link", link.url());
    var all = approval.putObject("links");
    links.forEach(each -> each.person().ifPresent(person -> all.put(person, each.url())));
    return approval;
  }

  /// An address or a body may repeat a link, and whoever knows it can answer.
  private static Execution.Failed withoutLinks(Execution.Failed failed, List<Link> links) {
    var redaction = new Redaction();
    for (var link : links) {
      redaction.hide(link.url().substring(link.url().lastIndexOf('/') + 1));
    }
    var cause = NOTIFY + ": " + redaction.in(failed.cause());
    return new Execution.Failed(failed.error(), cause, failed.retryAfter());
  }
}
