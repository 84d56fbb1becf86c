package dev.millrace.integrations.arguments;

import com.fasterxml.jackson.core.JsonPointer;
import dev.millrace.core.ErrorName;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Collects what is wrong with the arguments of one action. Belongs to one reading.
public final class Problems {
  private final List<ArgumentProblem> found = new ArrayList<>();

  /// Notes a problem at a value.
  void at(JsonPointer place, String message, String mend) {
    found.add(new ArgumentProblem(place.toString(), message, mend));
  }

  /// Whether nothing is wrong so far.
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /// All problems in the order in which they were found.
  public List<ArgumentProblem> all() {
    return List.copyOf(found);
  }

  /// The failure of an attempt whose arguments only turned out to be wrong once their expressions
  /// had values.
  public Execution.Failed failure() {
    return Execution.Failed.of(
        ErrorName.ARGUMENTS_INVALID,
        found.stream()
            .map(problem -> problem.message() + " " + problem.mend())
            .collect(Collectors.joining(" ")));
  }
}
