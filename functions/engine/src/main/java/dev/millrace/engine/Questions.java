package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.Attempt;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import dev.millrace.engine.kind.AttemptContext.Link;
import dev.millrace.engine.kind.Question;
import dev.millrace.engine.store.Entry;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import dev.millrace.engine.store.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;

/// The open questions of all runs, each an entry that stands as long as it can be answered, and the
/// tokens of their links. The entry is for lists and for the page; whether an attempt still waits
/// is told by the run alone.
final class Questions {
  /// How long the entry of a question that nobody took out outlives the question.
  private static final Duration KEPT = Duration.ofDays(1);

  private final EntryStore entries;
  private final RunStore runs;
  private final Plans plans;
  private final CallbackTokens tokens;
  private final Clock clock;

  Questions(EntryStore entries, RunStore runs, Plans plans, CallbackTokens tokens, Clock clock) {
    this.entries = entries;
    this.runs = runs;
    this.plans = plans;
    this.tokens = tokens;
    this.clock = clock;
  }

  /// A question as it stands.
  record Standing(Entry entry) {
    RunId run() {
      return new RunId(entry.value().path("run").asText());
    }

    TaskName task() {
      return new TaskName(entry.value().path("task").asText());
    }

    OptionalInt index() {
      var index = entry.value().path("index");
      return index.isInt() ? OptionalInt.of(index.intValue()) : OptionalInt.empty();
    }

    int attempt() {
      return entry.value().path("attempt").intValue();
    }

    Question question() {
      var value = entry.value();
      return new Question(
          value.path("message").asText(),
          texts(value.path("choices")),
          texts(value.path("people")),
          Optional.of(value.path("form")).filter(JsonNode::isObject));
    }

    private static List<String> texts(JsonNode list) {
      return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }
  }

  /// Stores the tokens of the links, then the question.
  List<Link> ask(RunRecord record, TaskName task, Attempt attempt, Question question) {
    var now = clock.now();
    var links = new ArrayList<Link>();
    for (var person : people(question)) {
      var token =
          tokens.approvalTokenOf(record.run(), task, attempt.work(), attempt.number(), person);
      runs.putToken(
          new Token(
              record.run(),
              CallbackTokens.hash(token),
              attempt.work(),
              attempt.number(),
              Optional.empty(),
              now));
      links.add(new Link(person, tokens.approvalUrlOf(token)));
    }
    var expiresAt = expiry(record, attempt.work(), now);
    var key = keyOf(record.run(), task, attempt.work(), attempt.number());
    // Refused only where this attempt has put it before.
    var _ =
        entries.put(
            key,
            EntryStore.NONE,
            valueOf(record, task, attempt, question, now, expiresAt),
            Optional.of(expiresAt.plus(KEPT)));
    return links;
  }

  /// Who gets a link.
  static List<Optional<String>> people(Question question) {
    return question.people().isEmpty()
        ? List.of(Optional.empty())
        : question.people().stream().map(Optional::of).toList();
  }

  /// The end of the attempt's own time, or else of the run's.
  private Instant expiry(RunRecord record, Work work, Instant askedAt) {
    var plan = plans.of(record).plan();
    return plan.task(work.task())
        .timeout()
        .map(askedAt::plus)
        .orElseGet(() -> record.state().startedAt().plus(plan.rules().timeout()));
  }

  private static JsonNode valueOf(
      RunRecord record,
      TaskName task,
      Attempt attempt,
      Question question,
      Instant askedAt,
      Instant expiresAt) {
    var value = JsonNodeFactory.instance.objectNode();
    value.put("run", record.run().text());
    value.put("dag", record.dag().text());
    value.put("task", task.text());
    var index = Recorded.indexOf(attempt.work());
    if (index.isPresent()) {
      value.put("index", record.origin().indexOf(index.getAsInt()));
    } else {
      value.putNull("index");
    }
    value.put("attempt", attempt.number());
    value.put("message", question.message());
    value.set("choices", list(question.choices()));
    value.set("people", list(question.people()));
    question.form().ifPresentOrElse(form -> value.set("form", form), () -> value.putNull("form"));
    value.put("askedAt", Instants.text(askedAt));
    value.put("expiresAt", Instants.text(expiresAt));
    return value;
  }

  private static ArrayNode list(List<String> texts) {
    var list = JsonNodeFactory.instance.arrayNode();
    texts.forEach(list::add);
    return list;
  }

  private static EntryKey keyOf(RunId run, TaskName task, Work work, int attempt) {
    var index = Recorded.indexOf(work);
    var place = index.isPresent() ? task + "[" + index.getAsInt() + "]" : task.text();
    return new EntryKey(EntryKind.APPROVAL, EntryKey.ALL, run + "/" + place + "/" + attempt);
  }

  /// The question that an attempt has asked; empty when it is closed.
  Optional<Standing> find(RunId run, TaskName task, Work work, int attempt) {
    return entries.get(keyOf(run, task, work, attempt)).map(Standing::new);
  }

  /// Questions by run and task, closed ones among them that nobody has taken out yet.
  ///
  /// @param after the name of an entry
  List<Standing> list(Optional<String> after, int limit) {
    return entries.list(EntryKind.APPROVAL, EntryKey.ALL, after, limit).stream()
        .map(Standing::new)
        .toList();
  }

  /// Takes a question out, if it stands.
  void remove(RunId run, TaskName task, Work work, int attempt) {
    entries.get(keyOf(run, task, work, attempt)).ifPresent(this::remove);
  }

  void remove(Entry entry) {
    // An entry is put once: only another remover can come between.
    var _ = entries.remove(entry.key(), entry.revision());
  }
}
