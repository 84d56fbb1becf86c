package dev.millrace.engine.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.definition.Definition;
import dev.millrace.engine.Clock;
import dev.millrace.engine.store.EntryKey;
import dev.millrace.engine.store.EntryKind;
import dev.millrace.engine.store.EntryStore;
import dev.millrace.engine.text.InstantText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which DAGs ask for the events of a topic, so that nobody has to read all DAGs when one comes.
///
/// An entry only says where to look: whether a DAG still asks for an event is said by its latest
/// version. So an entry is put before the version that needs it, and one too many costs a read. It
/// is taken out only when nobody has put it for [#SETTLED]: then no put can be under way that still
/// relies on it. Safe for any number of threads.
public final class Subscriptions {
  /// How long a worker believes what it has read of a topic: so much later it hears of a DAG that
  /// was put through another one.
  public static final Duration BELIEVED = Duration.ofSeconds(10);

  /// Longer than any put takes.
  private static final Duration SETTLED = Duration.ofHours(1);

  /// A DAG that is put more often does not write its entries each time.
  private static final Duration FRESH = Duration.ofMinutes(10);

  /// Most topics that a worker remembers; then it begins anew.
  private static final int KEPT_MAX = 10_000;

  private static final String PUT_AT = "putAt";

  private final EntryStore entries;
  private final Clock clock;
  private final Map<Topic, Known> known = new ConcurrentHashMap<>();

  private record Known(List<DagName> dags, Instant readAt) {}

  /// Over these ports.
  public Subscriptions(EntryStore entries, Clock clock) {
    this.entries = entries;
    this.clock = clock;
  }

  /// The DAGs that may ask for the events of a topic; what was read may be [#BELIEVED] old.
  public List<DagName> of(Topic topic) {
    var now = clock.now();
    var before = known.get(topic);
    if (before != null && now.isBefore(before.readAt().plus(BELIEVED))) {
      return before.dags();
    }
    var dags = read(topic);
    if (known.size() >= KEPT_MAX) {
      known.clear();
    }
    known.put(topic, new Known(dags, now));
    return dags;
  }

  /// Whether any DAG may start after the runs of this one.
  public boolean hasFollowers(DagName dag) {
    return !of(Topic.endsOf(dag)).isEmpty();
  }

  /// The DAGs that may start after the runs of this one.
  public List<DagName> followersOf(DagName dag) {
    return of(Topic.endsOf(dag));
  }

  private List<DagName> read(Topic topic) {
    var dags = new ArrayList<DagName>();
    var after = Optional.<String>empty();
    while (true) {
      var page = entries.list(EntryKind.SUBSCRIPTION, topic.text(), after, EntryStore.LISTED_MAX);
      page.forEach(entry -> dags.add(new DagName(entry.key().name())));
      if (page.size() < EntryStore.LISTED_MAX) {
        return List.copyOf(dags);
      }
      after = Optional.of(page.getLast().key().name());
    }
  }

  /// Notes what a version asks for. To be called before the version is stored.
  public void enter(Definition version) {
    var dag = version.plan().dag();
    for (var topic : topics(version)) {
      var key = key(topic, dag);
      var standing = entries.get(key);
      var now = clock.now();
      var isFresh =
          standing
              .map(entry -> InstantText.parse(entry.value().path(PUT_AT).asText()))
              .filter(at -> now.isBefore(at.plus(FRESH)))
              .isPresent();
      if (!isFresh) {
        var value = JsonNodeFactory.instance.objectNode().put(PUT_AT, InstantText.of(now));
        var revision = standing.map(entry -> entry.revision()).orElse(EntryStore.NONE);
        // Refused: another put of the same DAG has just written it.
        entries.put(key, revision, value, Optional.empty());
      }
      known.remove(topic);
    }
  }

  /// Takes out what a version asked for and the next one does not. To be called after that one was
  /// stored.
  public void leave(Definition former, Optional<Definition> latest) {
    var left = new LinkedHashSet<>(topics(former));
    latest.ifPresent(version -> left.removeAll(topics(version)));
    for (var topic : left) {
      var standing = entries.get(key(topic, former.plan().dag()));
      standing
          .filter(
              entry ->
                  InstantText.parse(entry.value().path(PUT_AT).asText())
                      .plus(SETTLED)
                      .isBefore(clock.now()))
          .ifPresent(entry -> entries.remove(entry.key(), entry.revision()));
      known.remove(topic);
    }
  }

  private static Set<Topic> topics(Definition version) {
    var topics = new LinkedHashSet<Topic>();
    version.events().forEach(start -> topics.addAll(Topic.of(start.source())));
    return topics;
  }

  private static EntryKey key(Topic topic, DagName dag) {
    return new EntryKey(EntryKind.SUBSCRIPTION, topic.text(), dag.text());
  }
}
