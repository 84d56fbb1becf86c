package dev.millrace.definition.expression.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/// A stable merge sort that asks one question, whether a value belongs after another, and ends
/// whatever the answers are: comparisons written in expressions can contradict themselves, which
/// Java's own sort may throw at.
public final class MergeSort {
  private MergeSort() {}

  public static <T> List<T> of(List<T> values, BiPredicate<T, T> isAfter, Budget budget) {
    List<T> sorted = new ArrayList<>(values);
    for (int width = 1; width < sorted.size(); width *= 2) {
      budget.elements(sorted.size());
      var merged = new ArrayList<T>(sorted.size());
      for (int from = 0; from < sorted.size(); from += 2 * width) {
        int middle = Math.min(from + width, sorted.size());
        int end = Math.min(middle + width, sorted.size());
        merge(sorted.subList(from, middle), sorted.subList(middle, end), isAfter, merged);
      }
      sorted = merged;
    }
    return sorted;
  }

  private static <T> void merge(
      List<T> left, List<T> right, BiPredicate<T, T> isAfter, List<T> into) {
    int l = 0;
    int r = 0;
    while (l < left.size() && r < right.size()) {
      into.add(isAfter.test(left.get(l), right.get(r)) ? right.get(r++) : left.get(l++));
    }
    into.addAll(left.subList(l, left.size()));
    into.addAll(right.subList(r, right.size()));
  }
}
