package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.expression.Root;
import java.util.List;
import java.util.Set;

/// What a DAG document needs to know of a task kind: its key, the arguments it takes and what they
/// mean for the plan. The code that runs the action is the engine's matter. Implementations are
/// immutable and safe for any number of threads.
public interface ActionKind {
  /// The key that stands in a task, such as `http`.
  String name();

  /// Everything that is wrong with the arguments of a task; empty when they will do.
  ///
  /// @param arguments as written in the document: a text may hold `${ ... }` and stand for a value
  ///     of any type
  List<ArgumentProblem> check(JsonNode arguments);

  /// What these arguments mean for the plan. Called only with arguments without problems.
  Traits traits(JsonNode arguments);

  /// Keys of the arguments, at their top, that hold an address: what expressions put into the path
  /// or query of such a text is percent-encoded.
  default Set<String> addressKeys() {
    return Set.of();
  }

  /// JSON pointers to arguments whose expressions are not evaluated before the action starts: the
  /// kind has them evaluated later, and they may also read `result`. Through keys only, not through
  /// lists.
  default Set<String> deferredArguments() {
    return Set.of();
  }

  /// Names, beyond those of every task, that expressions in these arguments may read, such as
  /// [Root#CALLBACK]. The engine must provide them.
  default Set<Root> extraRoots(JsonNode arguments) {
    return Set.of();
  }

  /// Whether the arguments are not values but tasks of their own: an inline group. It is then not
  /// asked to [#check] them.
  default boolean holdsTasks() {
    return false;
  }

  /// JSON Schema (draft 2020-12) of the arguments, with descriptions for editors. References
  /// inside it are not supported.
  JsonNode schema();

  /// What arguments mean for the plan.
  ///
  /// @param parks whether an attempt may outlast its worker, waiting for something outside
  /// @param idempotent whether the action may safely take effect twice
  record Traits(boolean parks, boolean idempotent) {}
}
