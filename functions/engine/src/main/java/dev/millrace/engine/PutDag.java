package dev.millrace.engine;

import dev.millrace.core.DagName;
import dev.millrace.definition.Definition;
import dev.millrace.definition.Problem;
import dev.millrace.definition.Reading;
import dev.millrace.engine.admission.Places;
import dev.millrace.engine.event.Following;
import dev.millrace.engine.event.Subscriptions;
import dev.millrace.engine.schedule.ActOnTicks;
import dev.millrace.engine.store.DagStore;
import java.util.List;
import java.util.Optional;

/// Stores DAG documents that are right, and refuses the others with all their problems.
public final class PutDag {
  private final DagStore dags;
  private final Plans plans;
  private final Clock clock;
  private final Places places;
  private final Subscriptions subscriptions;
  private final Following following;
  private final ActOnTicks actOnTicks;
  private final boolean isEmbedded;

  PutDag(
      Ports ports, Plans plans, Places places, Subscriptions subscriptions, ActOnTicks actOnTicks) {
    this.dags = ports.dags();
    this.plans = plans;
    this.clock = ports.clock();
    this.places = places;
    this.subscriptions = subscriptions;
    this.following = new Following(ports.dags(), plans);
    this.actOnTicks = actOnTicks;
    this.isEmbedded = ports.hostNumber() != 0;
  }

  /// What became of a document.
  public sealed interface Putting {
    /// It is stored as the DAG's next version.
    record Added(DagName dag, int version) implements Putting {}

    /// It says what the latest version says.
    record Unchanged(DagName dag, int version) implements Putting {}

    /// It is wrong; nothing was stored.
    record Refused(List<Problem> problems) implements Putting {
      /// Copies the list.
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  /// Stores a document.
  ///
  /// @param expected the name that the DAG must have; empty: whatever it says
  /// @param file the name that problems show
  public Putting put(Optional<DagName> expected, String file, String document) {
    return switch (plans.reader().read(file, document)) {
      case Reading.Refused(var problems) -> new Putting.Refused(problems);
      case Reading.Accepted(var definition) -> {
        var dag = definition.plan().dag();
        if (expected.isPresent() && !expected.get().equals(dag)) {
          yield new Putting.Refused(
              List.of(
                  new Problem(
                      file,
                      1,
                      1,
                      "/dag",
                      "the document is of DAG %s, the request of %s."
                          .formatted(dag, expected.get()),
                      "Use the same name in both.")));
        }
        var loops = following.loops(file, document, definition);
        if (!loops.isEmpty()) {
          yield new Putting.Refused(loops);
        }
        yield put(definition, document);
      }
    };
  }

  private Putting put(Definition definition, String document) {
    var dag = definition.plan().dag();
    var former = dags.latest(dag).flatMap(plans::find);
    subscriptions.enter(definition);
    actOnTicks.announce(dag, definition.schedules());
    var put = dags.put(dag, definition.stored(document), definition.plan().digest(), clock.now());
    plans.keep(dag, put.version(), definition);
    actOnTicks.follow(dag);
    former.ifPresent(version -> subscriptions.leave(version, Optional.of(definition)));
    return switch (put) {
      case DagStore.Putting.Added(var version) -> {
        places.letIn(dag); // more may be open than before
        yield new Putting.Added(dag, version);
      }
      case DagStore.Putting.Unchanged(var version) -> new Putting.Unchanged(dag, version);
    };
  }

  /// What of a DAG has no effect on this host, for whoever has just put it.
  public List<String> warnings(DagName dag) {
    if (!isEmbedded) {
      return List.of();
    }
    return dags.latest(dag).flatMap(plans::find).map(Definition::events).orElse(List.of()).stream()
        .filter(start -> start.source().isOfAws())
        .map(
            start ->
                "events: %s has no effect on this host: only a stack on AWS hears of such events."
                    .formatted(start.source().word()))
        .distinct()
        .toList();
  }
}
