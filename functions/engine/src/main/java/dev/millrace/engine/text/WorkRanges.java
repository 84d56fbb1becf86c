package dev.millrace.engine.text;

import dev.millrace.core.Attempt;
import dev.millrace.core.Work;
import java.util.ArrayList;
import java.util.List;

/// Lists of works and attempts as text in which neighbours stand together: tasks 17 to 26 are
/// `17-26`, instances 0 to 9 of task 3 are `3[0-9]`, their first attempts `3[0-9]#1`, the second
/// step of one `3[4]#1/2`. Parts are joined by commas; order is kept.
public final class WorkRanges {
  /// Works of one list at most: the instances of a map and the tasks of a DAG are fewer.
  private static final int RANGE_MAX = 100_000;

  private WorkRanges() {}

  /// Writes works.
  public static String ofWorks(List<Work> works) {
    var text = new StringBuilder();
    for (var from = 0; from < works.size(); ) {
      var to = from + 1;
      while (to < works.size() && follows(works.get(to - 1), works.get(to))) {
        to++;
      }
      comma(text);
      range(text, works.get(from), to - from);
      from = to;
    }
    return text.toString();
  }

  /// Writes attempts.
  public static String ofAttempts(List<Attempt> attempts) {
    var text = new StringBuilder();
    for (var from = 0; from < attempts.size(); ) {
      var first = attempts.get(from);
      var to = from + 1;
      while (to < attempts.size()
          && attempts.get(to).number() == first.number()
          && attempts.get(to).step() == first.step()
          && follows(attempts.get(to - 1).work(), attempts.get(to).work())) {
        to++;
      }
      comma(text);
      range(text, first.work(), to - from);
      text.append('#').append(first.number());
      if (first.step() > 0) {
        text.append('/').append(first.step());
      }
      from = to;
    }
    return text.toString();
  }

  /// Reads what [#ofWorks] wrote.
  ///
  /// @throws StoredTextException for other text
  public static List<Work> works(String text) {
    var works = new ArrayList<Work>();
    for (var part : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
      addRange(part, works);
    }
    return works;
  }

  /// Reads what [#ofAttempts] wrote.
  ///
  /// @throws StoredTextException for other text
  public static List<Attempt> attempts(String text) {
    var attempts = new ArrayList<Attempt>();
    for (var part : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
      var hash = part.indexOf('#');
      var slash = part.indexOf('/', hash + 1);
      if (hash < 0) {
        throw new StoredTextException("an attempt without its number: " + text);
      }
      var number = number(part.substring(hash + 1, slash < 0 ? part.length() : slash), text);
      var step = slash < 0 ? 0 : number(part.substring(slash + 1), text);
      var works = new ArrayList<Work>();
      addRange(part.substring(0, hash), works);
      for (var work : works) {
        attempts.add(new Attempt(work, number, step));
      }
    }
    return attempts;
  }

  private static boolean follows(Work earlier, Work later) {
    return switch (earlier) {
      case Work.Whole(var task) -> later instanceof Work.Whole(var next) && next == task + 1;
      case Work.Instance(var task, var index) ->
          later instanceof Work.Instance(var sameTask, var next)
              && sameTask == task
              && next == index + 1;
    };
  }

  private static void comma(StringBuilder text) {
    if (!text.isEmpty()) {
      text.append(',');
    }
  }

  private static void range(StringBuilder text, Work first, int count) {
    switch (first) {
      case Work.Whole(var task) -> numbers(text, task, count);
      case Work.Instance(var task, var index) -> {
        text.append(task).append('[');
        numbers(text, index, count);
        text.append(']');
      }
    }
  }

  private static void numbers(StringBuilder text, int from, int count) {
    text.append(from);
    if (count > 1) {
      text.append('-').append(from + count - 1);
    }
  }

  private static void addRange(String part, List<Work> works) {
    var bracket = part.indexOf('[');
    if (bracket >= 0 && !part.endsWith("]")) {
      throw new StoredTextException("not a range of works: " + part);
    }
    var numbers = bracket < 0 ? part : part.substring(bracket + 1, part.length() - 1);
    var dash = numbers.indexOf('-');
    var from = number(dash < 0 ? numbers : numbers.substring(0, dash), part);
    var to = dash < 0 ? from : number(numbers.substring(dash + 1), part);
    if (to < from || to - from >= RANGE_MAX) {
      throw new StoredTextException("not a range of works: " + part);
    }
    for (var number = from; number <= to; number++) {
      works.add(
          bracket < 0
              ? Work.of(number)
              : Work.of(number(part.substring(0, bracket), part), number));
    }
  }

  private static int number(String digits, String text) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException wrong) {
      throw new StoredTextException("not a range of works: " + text, wrong);
    }
  }
}
