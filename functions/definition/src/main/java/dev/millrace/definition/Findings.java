package dev.millrace.definition;

import dev.millrace.definition.document.Flaw;
import dev.millrace.definition.document.Node;
import dev.millrace.definition.document.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Collects what is wrong with one document. Belongs to one reading.
public final class Findings {
  /// Most that are kept of one document; the rest is only counted.
  private static final int KEPT_MAX = 10_000;

  /// Longest message or mend, in characters; what is longer holds somebody's very long key.
  private static final int TEXT_MAX = 1_000;

  private final List<Flaw> flaws = new ArrayList<>();
  private int uncounted;

  /// Whether nothing was found so far.
  public boolean isEmpty() {
    return flaws.isEmpty();
  }

  /// Whether a finding added now may still be shown, so that a hint for it is worth its time.
  boolean mayHint() {
    return size() < DagReader.PROBLEMS_MAX;
  }

  /// How many there are.
  public int size() {
    return flaws.size() + uncounted;
  }

  /// Adds what the reader of the text found.
  public void addAll(Collection<Flaw> more) {
    more.forEach(this::add);
  }

  /// Notes what is wrong with a value.
  public void at(Node node, String message, String mend) {
    at(node.place(), message, mend);
  }

  /// Notes what is wrong with a key.
  public void at(Node.Key key, String message, String mend) {
    at(key.place(), message, mend);
  }

  void at(Place place, String message, String mend) {
    add(new Flaw(place, message, mend));
  }

  private void add(Flaw flaw) {
    if (flaws.size() < KEPT_MAX) {
      flaws.add(new Flaw(flaw.place(), oneLine(flaw.message()), oneLine(flaw.mend())));
    } else {
      uncounted++;
    }
  }

  /// Keys and values may hold line breaks and, through escapes, what moves a terminal's cursor.
  private static String oneLine(String text) {
    var line = new StringBuilder();
    for (var i = 0; i < text.length() && line.length() < TEXT_MAX; i++) {
      var c = text.charAt(i);
      switch (c) {
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
            line.append("\\u%04X".formatted((int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
    return text.length() < TEXT_MAX ? line.toString() : line + "...";
  }

  /// All of them in the order of the document; of very many the first and the number of the rest.
  public List<Problem> problems(String file) {
    var sorted =
        flaws.stream()
            .sorted(
                Comparator.comparingInt((Flaw flaw) -> flaw.place().line())
                    .thenComparingInt(flaw -> flaw.place().column()))
            .toList();
    var problems = new ArrayList<Problem>();
    sorted.stream()
        .limit(DagReader.PROBLEMS_MAX)
        .forEach(flaw -> problems.add(problem(file, flaw)));
    var rest = size() - problems.size();
    if (rest > 0) {
      var next = sorted.get(DagReader.PROBLEMS_MAX).place();
      problems.add(
          problem(
              file,
              new Flaw(
                  new Place(next.line(), next.column(), ""),
                  "%,d more problems follow from here on.".formatted(rest),
                  "Mend those above first.")));
    }
    return problems;
  }

  static Problem problem(String file, Flaw flaw) {
    var place = flaw.place();
    return new Problem(
        file, place.line(), place.column(), place.pointer(), flaw.message(), flaw.mend());
  }
}
