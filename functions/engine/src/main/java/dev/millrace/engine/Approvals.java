package dev.millrace.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.definition.Definition;
import dev.millrace.definition.ValueSchema;
import dev.millrace.engine.AnswerOnce.Progress;
import dev.millrace.engine.CompleteCallback.Completion;
import dev.millrace.engine.kind.Question;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.engine.store.RunStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Lists what people are asked, shows it to them and takes their answers. Whoever has a token may
/// answer in the name that it holds; whoever may use the API answers in their own.
public final class Approvals {
  /// Most questions of one list.
  public static final int LISTED_MAX = 100;

  private final RunStore runs;
  private final Plans plans;
  private final Questions questions;
  private final AnswerOnce answers;
  private final CallbackTokens tokens;

  Approvals(
      RunStore runs, Plans plans, Questions questions, AnswerOnce answers, CallbackTokens tokens) {
    this.runs = runs;
    this.plans = plans;
    this.questions = questions;
    this.answers = answers;
    this.tokens = tokens;
  }

  /// An answer as it is sent.
  ///
  /// @param form what goes with it; empty where nothing does
  public record Answer(String choice, Optional<JsonNode> form) {}

  /// What became of an answer.
  public sealed interface Answering {
    /// The attempt has it, or an ended attempt did not take it.
    record Ended(Completion completion) implements Answering {}

    /// It is none of those that can be given; the question is as open as before.
    record Wrong(Question question, List<ArgumentProblem> problems) implements Answering {
      /// Copies the list.
      public Wrong {
        problems = List.copyOf(problems);
      }
    }
  }

  /// What a token leads to.
  public sealed interface Shown {
    /// It can be answered.
    ///
    /// @param person in whose name; empty: nobody's
    record Open(Question question, Optional<String> person, String expiresAt) implements Shown {}

    /// It was answered.
    record Answered() implements Shown {}

    /// It ended without an answer.
    record Expired() implements Shown {}

    /// There is no such token.
    record Unknown() implements Shown {}
  }

  /// A page of open questions.
  ///
  /// @param next where the next page begins; empty: this is the last
  public record Page(List<ObjectNode> questions, Optional<String> next) {
    /// Copies the list.
    public Page {
      questions = List.copyOf(questions);
    }
  }

  /// An attempt that asks, in the version that its run goes by.
  private record Asking(RunRecord record, Definition definition, Work work, int attempt) {
    TaskName task() {
      return definition.task(work.task()).name();
    }
  }

  /// The open questions by run and task. Those that were closed without being taken out, because
  /// whoever should have was lost, are taken out on the way.
  ///
  /// @param after where the page before ended
  /// @param limit 1 to [#LISTED_MAX]
  public Page list(Optional<String> after, int limit) {
    var standing = questions.list(after, limit);
    var open = new ArrayList<ObjectNode>();
    for (var each : standing) {
      if (isOpen(each)) {
        open.add(shown(each));
      } else {
        questions.remove(each.entry());
      }
    }
    return new Page(
        open,
        standing.size() < limit
            ? Optional.empty()
            : Optional.of(standing.getLast().entry().key().name()));
  }

  private boolean isOpen(Questions.Standing standing) {
    return asking(standing.run(), standing.task(), standing.index(), standing.attempt())
        .filter(asking -> progress(asking) == Progress.OPEN)
        .filter(asking -> !asking.record().state().status().hasEnded())
        .isPresent();
  }

  /// The link of a question for everybody is shown to whoever may list questions. One that holds a
  /// name is not: whoever used it would answer in another's name.
  private ObjectNode shown(Questions.Standing standing) {
    ObjectNode json = standing.entry().value().deepCopy();
    if (standing.question().people().isEmpty()) {
      asking(standing.run(), standing.task(), standing.index(), standing.attempt())
          .map(asking -> tokens.approvalUrlOf(tokenOf(asking, Optional.empty())))
          .ifPresent(url -> json.put("url", url));
    }
    return json;
  }

  /// What the holder of a token gets to see.
  public Shown show(String token) {
    var found = find(token);
    if (found.isEmpty()) {
      return new Shown.Unknown();
    }
    if (found.get().asking().isEmpty()) {
      return new Shown.Expired();
    }
    var asking = found.get().asking().get();
    return switch (progress(asking)) {
      case ANSWERED -> new Shown.Answered();
      case OVER -> new Shown.Expired();
      case OPEN ->
          standing(asking)
              .<Shown>map(
                  standing ->
                      new Shown.Open(
                          standing.question(),
                          found.get().person(),
                          standing.entry().value().path("expiresAt").asText()))
              .orElseGet(Shown.Expired::new);
    };
  }

  /// Takes the answer of whoever has a token.
  public Answering answer(String token, Answer answer, Invocation invocation) {
    var found = find(token);
    if (found.isEmpty()) {
      return new Answering.Ended(Completion.UNKNOWN);
    }
    return found.get().asking().isEmpty()
        ? new Answering.Ended(Completion.EXPIRED)
        : answer(found.get().asking().get(), answer, found.get().person(), invocation);
  }

  /// Takes the answer of a caller of the API.
  ///
  /// @param caller who that is, as far as the host knows
  public Answering answer(
      RunId run,
      TaskName task,
      OptionalInt index,
      Answer answer,
      Optional<String> caller,
      Invocation invocation) {
    var asking = asking(run, task, index, 0);
    if (asking.isEmpty()) {
      return new Answering.Ended(Completion.UNKNOWN);
    }
    var progress = progress(asking.get());
    return progress == Progress.OPEN && standing(asking.get()).isEmpty()
        ? new Answering.Ended(Completion.UNKNOWN)
        : answer(asking.get(), answer, caller, invocation);
  }

  private Answering answer(
      Asking asking, Answer answer, Optional<String> by, Invocation invocation) {
    if (progress(asking) == Progress.OPEN) {
      var standing = standing(asking);
      if (standing.isEmpty()) {
        return new Answering.Ended(Completion.EXPIRED);
      }
      var question = standing.get().question();
      var problems = problems(question, answer);
      if (!problems.isEmpty()) {
        return new Answering.Wrong(question, problems);
      }
    }
    var completion =
        answers.record(
            asking.definition(),
            asking.record(),
            asking.work(),
            asking.attempt(),
            at -> new OutsideAnswers.Answer.Succeeded(result(answer, by, at)),
            invocation.id());
    questions.remove(asking.record().run(), asking.task(), asking.work(), asking.attempt());
    return new Answering.Ended(completion);
  }

  private static List<ArgumentProblem> problems(Question question, Answer answer) {
    var problems = new ArrayList<ArgumentProblem>();
    if (!question.choices().contains(answer.choice())) {
      problems.add(
          new ArgumentProblem(
              "/choice",
              answer.choice().isEmpty() ? "nothing is chosen." : "this cannot be chosen.",
              "Choose one of " + String.join(", ", question.choices()) + "."));
    }
    if (question.form().isPresent()) {
      var value = answer.form().orElseGet(JsonNodeFactory.instance::objectNode);
      for (var flaw : ValueSchema.violations(question.form().get(), value, "the form")) {
        problems.add(new ArgumentProblem("/form" + flaw.pointer(), flaw.message(), flaw.mend()));
      }
    } else if (answer.form().isPresent()) {
      problems.add(
          new ArgumentProblem("/form", "this question has no form.", "Leave the form out."));
    }
    return problems;
  }

  private static JsonNode result(Answer answer, Optional<String> by, Instant at) {
    var result = JsonNodeFactory.instance.objectNode();
    result.put("choice", answer.choice());
    result.put("by", by.orElse(null));
    result.put("at", Instants.text(at));
    result.set("form", answer.form().orElseGet(NullNode::getInstance));
    return result;
  }

  /// What a token that is known leads to.
  ///
  /// @param asking empty when its attempt is of another version, and over
  private record Found(Optional<Asking> asking, Optional<String> person) {}

  private Optional<Found> find(String token) {
    var run = CallbackTokens.runOf(token);
    var stored = run.flatMap(known -> runs.token(known, CallbackTokens.hash(token)));
    var record = stored.flatMap(known -> runs.load(known.run()));
    if (stored.isEmpty() || record.isEmpty() || !CallbackTokens.isOfApproval(token)) {
      return Optional.empty();
    }
    var definition = plans.of(record.get());
    var person = CallbackTokens.personOf(token);
    var work = stored.get().work();
    if (work.task() >= definition.plan().size()) {
      return Optional.of(new Found(Optional.empty(), person));
    }
    var asking = new Asking(record.get(), definition, work, stored.get().attempt());
    // After a redrive with another version another task may stand there; then this one has ended.
    return Optional.of(
        new Found(
            CallbackTokens.areSame(tokenOf(asking, person), token)
                ? Optional.of(asking)
                : Optional.empty(),
            person));
  }

  private String tokenOf(Asking asking, Optional<String> person) {
    return tokens.approvalTokenOf(
        asking.record().run(), asking.task(), asking.work(), asking.attempt(), person);
  }

  /// @param attempt 0: the latest
  private Optional<Asking> asking(RunId run, TaskName task, OptionalInt index, int attempt) {
    var loaded = runs.load(run);
    if (loaded.isEmpty()) {
      return Optional.empty();
    }
    var record = loaded.get();
    var definition = plans.of(record);
    var place = definition.plan().indexOf(task);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    var map = record.state().maps().get(place.get());
    // Of a chunk the places among all items are known outside.
    var instance = index.orElse(0) - record.origin().indexOf(0);
    var fits =
        index.isEmpty() ? map == null : map != null && instance >= 0 && instance < map.size();
    if (!fits) {
      return Optional.empty();
    }
    var work = index.isEmpty() ? Work.of(place.get()) : Work.of(place.get(), instance);
    var number = attempt == 0 ? record.state().attemptsOf(work) : attempt;
    return Optional.of(new Asking(record, definition, work, number));
  }

  private Progress progress(Asking asking) {
    return answers.progress(asking.definition(), asking.record(), asking.work(), asking.attempt());
  }

  private Optional<Questions.Standing> standing(Asking asking) {
    return questions.find(asking.record().run(), asking.task(), asking.work(), asking.attempt());
  }
}
