package dev.millrace.definition;

import dev.millrace.core.DagName;
import dev.millrace.core.RunStatus;
import dev.millrace.definition.document.Node;
import dev.millrace.definition.event.EventSource;
import dev.millrace.definition.event.EventSource.Change;
import dev.millrace.definition.event.EventStart;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads `events`: by which events runs start, one of [#SOURCES] each.
final class EventsSection {
  /// Most event starts of a DAG.
  static final int STARTS_MAX = 20;

  static final List<String> SOURCES = List.of("webhook", "rule", "queue", "object", "after");

  static final List<String> KEYS =
      List.of("webhook", "rule", "queue", "object", "after", "filter", "input", "dedupe");

  static final List<String> RULE_KEYS = List.of("source", "detailType", "detail");

  static final List<String> OBJECT_KEYS = List.of("bucket", "prefix", "suffix", "on");

  static final List<String> AFTER_KEYS = List.of("dag", "status");

  static final Map<String, Change> CHANGES = changes();

  static final Map<String, Set<RunStatus>> STATUSES = statuses();

  /// Most texts of a list in a rule.
  private static final int TEXTS_MAX = 50;

  private static final String MEND =
      "Write events: [{webhook: {token: {secret: \"secret://hooks/token\"}}}].";

  private static final Pattern QUEUE =
      Pattern.compile("(arn:[a-z-]+:sqs:[a-z0-9-]+:[0-9]{12}:)?[A-Za-z0-9_-]{1,80}(\\.fifo)?");

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private final Section section;
  private final Findings findings;
  private final Optional<DagName> dag;

  private EventsSection(Section section, Optional<DagName> dag) {
    this.section = section;
    this.findings = section.findings();
    this.dag = dag;
  }

  /// Reads the event starts of a DAG; those that are wrong become findings and are left out.
  ///
  /// @param name of the DAG; empty when it cannot be read
  static List<EventStart> read(Section dag, Optional<DagName> name) {
    var node = dag.value("events");
    if (node.isEmpty()) {
      return List.of();
    }
    if (!(node.get() instanceof Node.Sequence several)) {
      dag.wrong("events", node.get(), "a list of event starts", MEND);
      return List.of();
    }
    var size = several.items().size();
    if (size == 0 || size > STARTS_MAX) {
      dag.findings()
          .at(
              several,
              "events of the DAG must have 1 to %d event starts, found %d."
                  .formatted(STARTS_MAX, size),
              size == 0 ? "Take it out for a DAG that no event starts." : "Join some by filter.");
      return List.of();
    }
    var read = new ArrayList<EventStart>();
    for (var item : several.items()) {
      if (item instanceof Node.Mapping mapping) {
        new EventsSection(dag.below("events", mapping), name).start().ifPresent(read::add);
      } else {
        dag.wrong("events", item, "a list of event starts", MEND);
      }
    }
    return List.copyOf(read);
  }

  private Optional<EventStart> start() {
    var before = findings.size();
    section.refuseUnknownKeys(KEYS);
    var named = SOURCES.stream().filter(key -> section.value(key).isPresent()).toList();
    if (named.size() != 1) {
      findings.at(
          section.mapping(),
          named.isEmpty()
              ? "an event start of the DAG does not say where its events come from."
              : "an event start of the DAG has %s; only one of them can count."
                  .formatted(String.join(" and ", named)),
          named.isEmpty()
              ? "Add one of " + String.join(", ", SOURCES) + "."
              : "Write one item of the list for each.");
    }
    var source = named.stream().findFirst().flatMap(this::source);
    var expressions = new EventExpressions(section);
    var filter = expressions.filter();
    var input = expressions.input();
    var key = expressions.key(named.contains("webhook"));
    if (named.equals(List.of("after")) && section.value("dedupe").isPresent()) {
      findings.at(
          section.value("dedupe").orElseThrow(),
          section.called("dedupe") + " has no effect on after: each end of a run starts one run.",
          "Take it out.");
    }
    if (findings.size() > before || source.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new EventStart(source.get(), filter, input, key));
  }

  private Optional<EventSource> source(String key) {
    return switch (key) {
      case "webhook" -> WebhookSection.read(section);
      case "rule" -> rule();
      case "queue" -> queue();
      case "object" -> object();
      case "after" -> after();
      default -> throw new IllegalStateException("no source of events: " + key);
    };
  }

  private Optional<EventSource> rule() {
    var rule =
        section.section(
            "rule", "Write rule: {source: com.example.shop, detailType: Order Placed}.");
    if (rule.isEmpty()) {
      return Optional.empty();
    }
    rule.get().refuseUnknownKeys(RULE_KEYS);
    var sources = oneOrMore(rule.get(), "source", "Write source: com.example.shop.");
    if (rule.get().value("source").isEmpty()) {
      findings.at(
          rule.get().mapping(),
          "rule of the DAG's events names no source.",
          "Add source: with the source of the events, such as aws.ec2.");
    }
    var types = oneOrMore(rule.get(), "detailType", "Write detailType: Order Placed.");
    var detail = PatternSection.read(rule.get());
    return Optional.of(new EventSource.Rule(sources, types, detail));
  }

  private Optional<EventSource> queue() {
    var text = section.text("queue");
    if (text.filter(name -> !QUEUE.matcher(name).matches()).isPresent()) {
      section.wrong(
          "queue",
          section.value("queue").orElseThrow(),
          "the name or the ARN of an SQS queue",
          "Write queue: orders, without its URL.");
      return Optional.empty();
    }
    return text.map(EventSource.Queue::new);
  }

  private Optional<EventSource> object() {
    var object = section.section("object", "Write object: {bucket: uploads, suffix: .csv}.");
    if (object.isEmpty()) {
      return Optional.empty();
    }
    object.get().refuseUnknownKeys(OBJECT_KEYS);
    var bucket = object.get().text("bucket").orElse("");
    if (!BUCKET.matcher(bucket).matches()) {
      findings.at(
          object.get().value("bucket").map(Node::place).orElse(object.get().mapping().place()),
          object.get().called("bucket") + " must be the name of a bucket.",
          "Write bucket: with its name, without s3:// and without an ARN.");
    }
    var changes = EnumSet.noneOf(Change.class);
    for (var word : words(object.get(), "on", CHANGES)) {
      changes.add(word);
    }
    if (object.get().value("on").isEmpty()) {
      changes.add(Change.CREATED);
    }
    return Optional.of(
        new EventSource.Bucket(
            bucket,
            object.get().text("prefix").orElse(""),
            object.get().text("suffix").orElse(""),
            changes));
  }

  private Optional<EventSource> after() {
    var after = section.section("after", "Write after: {dag: daily_orders, status: succeeded}.");
    if (after.isEmpty()) {
      return Optional.empty();
    }
    after.get().refuseUnknownKeys(AFTER_KEYS);
    var statuses = EnumSet.noneOf(RunStatus.class);
    words(after.get(), "status", STATUSES).forEach(statuses::addAll);
    if (after.get().value("status").isEmpty()) {
      statuses.add(RunStatus.SUCCEEDED);
    }
    var name = after.get().text("dag");
    if (name.filter(DagName::isValid).isEmpty()) {
      findings.at(
          after.get().value("dag").map(Node::place).orElse(after.get().mapping().place()),
          after.get().called("dag") + " must be the name of another DAG.",
          "Write after: {dag: NAME}.");
      return Optional.empty();
    }
    var followed = new DagName(name.get());
    if (dag.filter(followed::equals).isPresent()) {
      findings.at(
          after.get().value("dag").orElseThrow(),
          "the DAG would start after its own runs, for ever.",
          "Name another DAG.");
    }
    return Optional.of(new EventSource.After(followed, statuses));
  }

  private List<String> oneOrMore(Section of, String key, String mend) {
    var texts = new LinkedHashSet<String>();
    var node = of.value(key);
    if (node.isPresent() && node.get() instanceof Node.Scalar) {
      of.text(key).ifPresent(texts::add);
    } else {
      of.texts(key, mend).forEach(text -> texts.add(text.text().orElseThrow()));
    }
    if (node.isPresent() && node.get() instanceof Node.Sequence list && list.items().isEmpty()) {
      of.wrong(key, list, "a text or a list of texts", mend);
    }
    if (texts.size() > TEXTS_MAX) {
      findings.at(
          node.orElseThrow(),
          "%s has %d texts; at most %d are allowed."
              .formatted(of.called(key), texts.size(), TEXTS_MAX),
          "Take some out, and tell the rest apart by filter.");
    }
    return List.copyOf(texts);
  }

  /// What one word, or each of a list of words, stands for.
  private <T> List<T> words(Section of, String key, Map<String, T> known) {
    var all = String.join(", ", known.keySet());
    var mend = "Write %s: %s.".formatted(key, known.keySet().iterator().next());
    var node = of.value(key);
    if (node.isEmpty()) {
      return List.of();
    }
    var nodes = node.get() instanceof Node.Sequence list ? list.items() : List.of(node.get());
    if (nodes.isEmpty()) {
      of.wrong(key, node.get(), "one or several of " + all, mend);
    }
    var meant = new ArrayList<T>();
    for (var each : nodes) {
      var text = each instanceof Node.Scalar scalar ? scalar.text().orElse("") : "";
      var value = Optional.ofNullable(known.get(text));
      value.ifPresent(meant::add);
      if (value.isEmpty()) {
        of.wrong(key, each, "one or several of " + all, mend);
      }
    }
    return meant;
  }

  private static Map<String, Change> changes() {
    var words = new LinkedHashMap<String, Change>();
    for (var change : Change.values()) {
      words.put(change.word(), change);
    }
    return words;
  }

  private static Map<String, Set<RunStatus>> statuses() {
    var words = new LinkedHashMap<String, Set<RunStatus>>();
    words.put("succeeded", EnumSet.of(RunStatus.SUCCEEDED));
    words.put("failed", EnumSet.of(RunStatus.FAILED));
    words.put("timed_out", EnumSet.of(RunStatus.TIMED_OUT));
    words.put("cancelled", EnumSet.of(RunStatus.CANCELLED));
    words.put(
        "any",
        EnumSet.of(
            RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.TIMED_OUT, RunStatus.CANCELLED));
    return words;
  }
}
