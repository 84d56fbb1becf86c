package dev.millrace.definition.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What expressions can read: values by name, the tasks by theirs, and the run's instant and seed
/// for `$now`, `$millis`, `$random` and `$shuffle`. A supplier is called when an expression that
/// names its value is evaluated, at most once for this scope and all made from it.
///
/// A scope belongs to one thread at a time. The nodes that it provides must not change meanwhile.
public final class Scope {
  private final Instant instant;
  private final long seed;
  private final Map<String, Supplier<? extends JsonNode>> roots;
  private final Map<String, Supplier<? extends JsonNode>> tasks;

  private Scope(
      Instant instant,
      long seed,
      Map<String, Supplier<? extends JsonNode>> roots,
      Map<String, Supplier<? extends JsonNode>> tasks) {
    this.instant = instant;
    this.seed = seed;
    this.roots = roots;
    this.tasks = tasks;
  }

  /// A scope without names.
  ///
  /// @param instant what `$now()` and `$millis()` give; the same for all attempts of a task makes
  ///     retries repeat exactly
  /// @param seed where `$random()` and `$shuffle()` begin
  public static Scope at(Instant instant, long seed) {
    return new Scope(instant, seed, Map.of(), Map.of());
  }

  /// This scope with one more value, which hides an earlier one of the same name.
  public Scope with(String name, Supplier<? extends JsonNode> value) {
    return new Scope(instant, seed, added(roots, name, value), tasks);
  }

  /// The same for a value that is at hand.
  public Scope with(String name, JsonNode value) {
    return with(name, () -> value);
  }

  /// The same for one of the standard names, but [Root#TASKS].
  public Scope with(Root root, JsonNode value) {
    return with(root.text(), () -> value);
  }

  /// This scope with one more task.
  ///
  /// @param task gives an object with the fields of [TaskField] that expressions name
  public Scope withTask(String name, Supplier<? extends JsonNode> task) {
    return new Scope(instant, seed, roots, added(tasks, name, task));
  }

  Instant instant() {
    return instant;
  }

  long seed() {
    return seed;
  }

  Set<String> rootNames() {
    return roots.keySet();
  }

  Set<String> taskNames() {
    return tasks.keySet();
  }

  Optional<JsonNode> root(String name) {
    return Optional.ofNullable(roots.get(name)).map(Supplier::get);
  }

  Optional<JsonNode> task(String name) {
    return Optional.ofNullable(tasks.get(name)).map(Supplier::get);
  }

  private static Map<String, Supplier<? extends JsonNode>> added(
      Map<String, Supplier<? extends JsonNode>> some,
      String name,
      Supplier<? extends JsonNode> supplier) {
    var more = new LinkedHashMap<>(some);
    more.put(name, new Once(supplier));
    return more;
  }

  /// Asks a supplier once and remembers its answer.
  private static final class Once implements Supplier<JsonNode> {
    private final Supplier<? extends JsonNode> supplier;
    private Optional<JsonNode> value = Optional.empty();

    Once(Supplier<? extends JsonNode> supplier) {
      this.supplier = supplier;
    }

    @Override
    public JsonNode get() {
      var known = value.isPresent() ? value.get() : supplier.get();
      value = Optional.of(known);
      return known;
    }
  }
}
