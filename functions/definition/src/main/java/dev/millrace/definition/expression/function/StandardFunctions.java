package dev.millrace.definition.expression.function;

import dev.millrace.definition.expression.evaluation.NativeFunction;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The functions that every expression can call.
public final class StandardFunctions {
  /// All of them by name, without the `$`.
  public static final Map<String, NativeFunction> BY_NAME =
      Stream.of(
              NumericFunctions.all(),
              TextFunctions.all(),
              MatchFunctions.all(),
              EncodingFunctions.all(),
              ListFunctions.all(),
              ObjectFunctions.all(),
              HigherOrderFunctions.all(),
              ValueFunctions.all(),
              TimeFunctions.all())
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableMap(NativeFunction::name, Function.identity()));

  private StandardFunctions() {}
}
