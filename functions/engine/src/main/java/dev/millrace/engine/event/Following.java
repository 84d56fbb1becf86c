package dev.millrace.engine.event;

import dev.millrace.core.DagName;
import dev.millrace.definition.Definition;
import dev.millrace.definition.Problem;
import dev.millrace.definition.document.Document;
import dev.millrace.definition.document.DocumentReader;
import dev.millrace.definition.document.Place;
import dev.millrace.definition.event.EventSource;
import dev.millrace.engine.Plans;
import dev.millrace.engine.store.DagStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds DAGs that start after each other in a circle, as far as it shows when one of them is put.
/// Two that are put at the same moment may still close one; what runs then is bounded by
/// [dev.millrace.engine.store.Origin#FOLLOWS_MAX].
public final class Following {
  /// Most DAGs that are read to find a circle.
  private static final int READ_MAX = 200;

  private final DagStore dags;
  private final Plans plans;

  /// Over these ports.
  public Following(DagStore dags, Plans plans) {
    this.dags = dags;
    this.plans = plans;
  }

  /// The problems of a document whose DAG would start after itself in the end.
  public List<Problem> loops(String file, String document, Definition definition) {
    var problems = new ArrayList<Problem>();
    for (var index = 0; index < definition.events().size(); index++) {
      if (definition.events().get(index).source() instanceof EventSource.After(var followed, _)) {
        var way = way(followed, definition.plan().dag());
        if (way.isPresent()) {
          var place = place(document, "/events/%d/after/dag".formatted(index));
          problems.add(
              new Problem(
                  file,
                  place.line(),
                  place.column(),
                  place.pointer(),
                  "runs would follow each other for ever: %s starts after %s."
                      .formatted(
                          definition.plan().dag(), String.join(", which starts after ", way.get())),
                  "Take the start out of one of these DAGs."));
        }
      }
    }
    return problems;
  }

  /// How one DAG starts, through others, after another.
  private Optional<List<String>> way(DagName from, DagName to) {
    Map<DagName, Optional<DagName>> reachedFrom = new LinkedHashMap<>();
    var open = new ArrayDeque<DagName>();
    reachedFrom.put(from, Optional.empty());
    open.add(from);
    while (!open.isEmpty() && reachedFrom.size() <= READ_MAX) {
      var dag = open.remove();
      if (dag.equals(to)) {
        return Optional.of(names(reachedFrom, dag));
      }
      for (var followed : followedBy(dag)) {
        if (reachedFrom.putIfAbsent(followed, Optional.of(dag)) == null) {
          open.add(followed);
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> names(Map<DagName, Optional<DagName>> reachedFrom, DagName last) {
    var names = new ArrayList<String>();
    var next = Optional.of(last);
    while (next.isPresent()) {
      names.addFirst(next.get().text());
      next = reachedFrom.getOrDefault(next.get(), Optional.empty());
    }
    return names;
  }

  private List<DagName> followedBy(DagName dag) {
    var followed = new ArrayList<DagName>();
    dags.latest(dag)
        .flatMap(plans::find)
        .ifPresent(
            definition ->
                definition
                    .events()
                    .forEach(
                        start -> {
                          if (start.source() instanceof EventSource.After(var other, _)) {
                            followed.add(other);
                          }
                        }));
    return followed;
  }

  private static Place place(String document, String pointer) {
    return switch (DocumentReader.read(document)) {
      case Document.Read(var root, _) -> root.nearest(pointer).place();
      case Document.Unreadable _ -> new Place(1, 1, pointer);
    };
  }
}
