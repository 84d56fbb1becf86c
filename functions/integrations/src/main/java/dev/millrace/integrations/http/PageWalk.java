package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.definition.expression.Evaluation;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.arguments.ByteSize;
import dev.millrace.integrations.arguments.Fields;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Reads page after page within one attempt and gives all their items. For one thread.
final class PageWalk {
  /// Most bytes of all pages together, unpacked: as large as a payload may be.
  static final int TOGETHER_MAX_BYTES = AnswerArguments.BODY_MAX_BYTES;

  private final Requests requests;
  private final AttemptContext attempt;
  private final int limit;
  private final ArrayNode items = JsonNodeFactory.instance.arrayNode();
  private final Set<String> read = new HashSet<>();
  private long bytes;

  PageWalk(Requests requests, Sequel.Pages pages) {
    this.requests = requests;
    this.attempt = requests.attempt();
    this.limit = pages.limit();
  }

  /// Where to go from a page.
  private sealed interface Step {
    record To(Address address) implements Step {}

    record End() implements Step {}

    record Failed(Execution.Failed failure) implements Step {}
  }

  /// @throws InterruptedException when the attempt was interrupted
  Execution walk(HttpCall first) throws InterruptedException {
    var call = first;
    for (var page = 1; ; page++) {
      read.add(call.address().text());
      switch (page == 1 ? requests.send(call) : requests.sendNext(call)) {
        case Exchanged.Postponed(var until) -> {
          return HttpKind.postponed(until);
        }
        case Exchanged.Unanswered(var failure) -> {
          return onPage(page, failure);
        }
        case Exchanged.Answered answered -> {
          switch (take(answered, page)) {
            case Step.End _ -> {
              answered.result().set("body", items);
              answered.result().put("pages", page);
              return new Execution.Done(answered.result());
            }
            case Step.Failed(var failure) -> {
              return onPage(page, failure);
            }
            case Step.To(var next) -> call = call.reading(next, first.expected());
          }
        }
      }
    }
  }

  private static Execution.Failed onPage(int page, Execution.Failed failure) {
    return new Execution.Failed(
        failure.error(), "page " + page + ": " + failure.cause(), failure.retryAfter());
  }

  private Step take(Exchanged.Answered answered, int page) {
    bytes += answered.reply().body().size();
    if (bytes > TOGETHER_MAX_BYTES) {
      return failed(
          answered, "all pages together are larger than " + ByteSize.inWords(TOGETHER_MAX_BYTES));
    }
    var added = add(answered);
    return added.isPresent() ? new Step.Failed(added.get()) : next(answered, page);
  }

  private static Step failed(Exchanged.Answered answered, String what) {
    return new Step.Failed(answered.failed(HttpErrors.TOO_LARGE, what));
  }

  /// As in a map's `over`, a single value is one item and nothing is none.
  private Optional<Execution.Failed> add(Exchanged.Answered answered) {
    var found =
        attempt
            .deferred(SequelArguments.PAGES_ITEMS)
            .map(deferred -> deferred.value(answered.result()))
            .orElseGet(() -> new Evaluation.Value(answered.result().path("body")));
    return switch (found) {
      case Evaluation.Failed(var error, var cause) ->
          Optional.of(answered.failed(error, "pages.items: " + cause));
      case Evaluation.Nothing _ -> Optional.empty();
      case Evaluation.Value(var value) -> {
        if (value instanceof ArrayNode list) {
          items.addAll(list);
        } else if (!value.isNull()) {
          items.add(value);
        }
        yield Optional.empty();
      }
    };
  }

  private Step next(Exchanged.Answered answered, int page) {
    var found =
        attempt
            .deferred(SequelArguments.PAGES_NEXT)
            .map(deferred -> deferred.address(answered.result()))
            .orElseGet(Evaluation.Nothing::new);
    return switch (found) {
      case Evaluation.Failed(var error, var cause) ->
          new Step.Failed(answered.failed(error, "pages.next: " + cause));
      case Evaluation.Nothing _ -> new Step.End();
      case Evaluation.Value(var value) when isEnd(value) -> new Step.End();
      case Evaluation.Value(var value) when !value.isTextual() ->
          bad(answered, "pages.next must give an address, not " + Fields.inWords(value));
      case Evaluation.Value(var value) -> follow(answered, value.textValue(), page);
    };
  }

  /// How servers say that there is no other page.
  private static boolean isEnd(JsonNode value) {
    return value.isNull()
        || (value.isTextual() && value.textValue().isBlank())
        || (value.isBoolean() && !value.booleanValue());
  }

  private Step follow(Exchanged.Answered answered, String next, int page) {
    if (page == limit) {
      return failed(answered, "there are more than the %,d pages that are read".formatted(limit));
    }
    return switch (answered.address().resolve(next)) {
      case Address.Wrong(var rule, _) -> bad(answered, "pages.next must give " + rule);
      case Address.Usable(var to)
          when read.contains(answered.exchange().call().access().cleaned(to).text()) ->
          bad(answered, "pages.next leads to a page that was read before, " + to.shown());
      case Address.Usable(var to) -> new Step.To(answered.exchange().call().access().cleaned(to));
    };
  }

  private static Step bad(Exchanged.Answered answered, String what) {
    return new Step.Failed(answered.failed(HttpErrors.BAD_BODY, what));
  }
}
