package dev.millrace.integrations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.core.Attempt;
import dev.millrace.core.DagName;
import dev.millrace.core.ErrorName;
import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.core.Work;
import dev.millrace.definition.expression.Condition;
import dev.millrace.definition.expression.Evaluation;
import dev.millrace.definition.expression.Limits;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.Scope;
import dev.millrace.definition.expression.Template;
import dev.millrace.engine.connection.Connecting;
import dev.millrace.engine.connection.ConnectionName;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.ChildRuns;
import dev.millrace.engine.kind.Question;
import dev.millrace.engine.limit.Permits;
import dev.millrace.engine.store.Upload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/// An attempt for tests: its time stands still, and it counts how often its callback was asked for.
public record TestAttempt(
    RunId run,
    TaskName task,
    Attempt attempt,
    JsonNode arguments,
    Instant deadline,
    Instant now,
    Optional<JsonNode> note,
    AtomicInteger callbacks,
    StoredBytes stored,
    List<RunId> cancelled,
    List<Question> asked,
    TestConnections connections)
    implements AttemptContext {
  public static final Instant NOW = Instant.parse("2026-11-23T06:00:00.123456Z");
  public static final String TOKEN = "kX81-the-token";
  public static final String LINK = "https://millrace.example/approvals/";
  public static final String URL = "https://millrace.example/callbacks/" + TOKEN;

  /// The first attempt of the first task, with a minute of time.
  ///
  /// @param arguments evaluated, as JSON
  public static TestAttempt with(String arguments) {
    return with(json(arguments));
  }

  public static TestAttempt with(JsonNode arguments) {
    return new TestAttempt(
        new RunId("orders.r1"),
        new TaskName("fetch"),
        Attempt.first(Work.of(0), 1),
        arguments,
        NOW.plus(Duration.ofMinutes(1)),
        NOW,
        Optional.empty(),
        new AtomicInteger(),
        new StoredBytes(),
        new ArrayList<>(),
        new ArrayList<>(),
        new TestConnections());
  }

  public static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /// JSON with every digit of its numbers.
  public static JsonNode exact(String text) {
    try {
      return JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build()
          .readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  public TestAttempt at(Instant instant) {
    return new TestAttempt(
        run,
        task,
        attempt,
        arguments,
        deadline,
        instant,
        note,
        callbacks,
        stored,
        cancelled,
        asked,
        connections);
  }

  public TestAttempt until(Instant end) {
    return new TestAttempt(
        run,
        task,
        attempt,
        arguments,
        end,
        now,
        note,
        callbacks,
        stored,
        cancelled,
        asked,
        connections);
  }

  public TestAttempt of(Attempt other) {
    return new TestAttempt(
        run,
        task,
        other,
        arguments,
        deadline,
        now,
        note,
        callbacks,
        stored,
        cancelled,
        asked,
        connections);
  }

  public TestAttempt in(RunId other) {
    return new TestAttempt(
        other,
        task,
        attempt,
        arguments,
        deadline,
        now,
        note,
        callbacks,
        stored,
        cancelled,
        asked,
        connections);
  }

  public TestAttempt resumedWith(JsonNode kept) {
    return new TestAttempt(
        run,
        task,
        attempt.resumed(),
        arguments,
        deadline,
        now,
        Optional.of(kept),
        callbacks,
        stored,
        cancelled,
        asked,
        connections);
  }

  @Override
  public String label() {
    return switch (attempt.work()) {
      case Work.Whole _ -> task.text();
      case Work.Instance instance -> task.text() + "[" + instance.index() + "]";
    };
  }

  @Override
  public Callback callback() {
    callbacks.incrementAndGet();
    return new Callback(URL, TOKEN);
  }

  /// The same attempt on a host with these connections.
  public TestAttempt on(TestConnections host) {
    return new TestAttempt(
        run, task, attempt, arguments, deadline, now, note, callbacks, stored, cancelled, asked,
        host);
  }

  /// A link for each person, with a token that says whose it is.
  @Override
  public List<Link> ask(Question question) {
    asked.add(question);
    return question.people().isEmpty()
        ? List.of(new Link(Optional.empty(), LINK + TOKEN))
        : question.people().stream()
            .map(person -> new Link(Optional.of(person), LINK + TOKEN + "-" + person))
            .toList();
  }

  @Override
  public void withdraw() {
    asked.clear();
  }

  @Override
  public Connecting connect(ConnectionName connection) {
    return connections.connect(connection);
  }

  @Override
  public Permits permits() {
    return connections.permits();
  }

  /// Every child is under way, but of the DAG `refused`.
  @Override
  public ChildRuns children() {
    return new ChildRuns() {
      @Override
      public Child start(DagName dag, OptionalInt version, JsonNode input, Waiting waiting) {
        return dag.text().equals("refused")
            ? new Child.Refused(ErrorName.CHILD_REFUSED, "no DAG refused")
            : new Child.Open(RunId.named(dag, "child"));
      }

      @Override
      public Child startGroup(JsonNode captured) {
        return new Child.Open(new RunId("orders.group"));
      }

      @Override
      public void cancel(RunId child) {
        cancelled.add(child);
      }
    };
  }

  /// Deferred arguments stand among the others, as they are written.
  @Override
  public Optional<Deferred> deferred(String pointer) {
    var written = arguments.at(pointer);
    return written.isMissingNode()
        ? Optional.empty()
        : Optional.of(new Later(compiled(written), Map.of()));
  }

  private static Template compiled(JsonNode written) {
    if (Template.compile(written) instanceof Template.Compilation.Compiled(var template)) {
      return template;
    }
    throw new IllegalArgumentException(written.toString());
  }

  private record Later(Template template, Map<Root, JsonNode> more) implements Deferred {
    @Override
    public Deferred with(Root root, JsonNode value) {
      var all = new EnumMap<>(more.isEmpty() ? Map.of(root, value) : more);
      all.put(root, value);
      return new Later(template, all);
    }

    @Override
    public Evaluation value(JsonNode result) {
      return template.evaluate(scope(result));
    }

    @Override
    public Evaluation address(JsonNode result) {
      return template.evaluate(scope(result), Limits.STANDARD, Template.Insertion.PERCENT_ENCODED);
    }

    @Override
    public Condition condition(JsonNode result) {
      return template.evaluateCondition(scope(result));
    }

    private Scope scope(JsonNode result) {
      var scope = Scope.at(NOW, 1).with(Root.RESULT, result);
      for (var root : more.entrySet()) {
        scope = scope.with(root.getKey(), root.getValue());
      }
      return scope;
    }
  }

  @Override
  public Upload store(String name) {
    return stored.upload("run/" + run + "/" + task + "-attempt-" + attempt.number() + "-" + name);
  }
}
