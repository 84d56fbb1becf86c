package dev.millrace.definition.expression.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.definition.expression.syntax.Signature;
import dev.millrace.definition.expression.syntax.Signature.Occurrence;
import dev.millrace.definition.expression.syntax.Signature.Parameter;
import java.util.ArrayList;
import java.util.List;

/// Fits the arguments of a call to a signature: each parameter takes as many as it can while those
/// behind it still get theirs. What is left out becomes missing, or the context where the signature
/// says so.
final class ArgumentMatch {
  private final String function;
  private final List<Parameter> parameters;
  private final List<JsonNode> arguments;
  private final JsonNode context;
  private final Budget budget;

  private ArgumentMatch(
      String function,
      List<Parameter> parameters,
      List<JsonNode> arguments,
      JsonNode context,
      Budget budget) {
    this.function = function;
    this.parameters = parameters;
    this.arguments = arguments;
    this.context = context;
    this.budget = budget;
  }

  /// The arguments, one for each parameter but for repeated ones.
  ///
  /// @param function its name, for messages
  /// @throws Halt.Fault when they do not fit
  static List<JsonNode> of(
      String function,
      Signature signature,
      List<JsonNode> arguments,
      JsonNode context,
      Budget budget) {
    return new ArgumentMatch(function, signature.parameters(), arguments, context, budget).fitted();
  }

  private List<JsonNode> fitted() {
    var fitted = new ArrayList<JsonNode>(parameters.size());
    var fits = fits();
    if (!fits[0][0]) {
      throw refusal();
    }
    int next = 0;
    for (int p = 0; p < parameters.size(); p++) {
      var parameter = parameters.get(p);
      int taken = 0;
      while (mayTake(parameter, taken, next)
          && (fits[p + 1][next + 1]
              || (parameter.occurrence() == Occurrence.REPEATED && fits[p][next + 1]))) {
        fitted.add(taken(parameter, next++));
        taken++;
      }
      if (taken == 0) {
        fitted.add(leftOut(parameter, next));
      }
    }
    return fitted;
  }

  private boolean mayTake(Parameter parameter, int taken, int next) {
    return next < arguments.size()
        && (taken == 0 || parameter.occurrence() == Occurrence.REPEATED)
        && parameter.accepts(letter(next));
  }

  /// Whether the parameters from one on can take the arguments from one on, for all pairs: worked
  /// out from the end, because trying in turn could take forever with a hostile signature.
  private boolean[][] fits() {
    int ps = parameters.size();
    int as = arguments.size();
    budget.elements((long) ps * as / 8);
    var fits = new boolean[ps + 1][as + 1];
    fits[ps][as] = true;
    for (int p = ps - 1; p >= 0; p--) {
      var parameter = parameters.get(p);
      boolean canSkip =
          parameter.occurrence() == Occurrence.OPTIONAL
              || parameter.occurrence() == Occurrence.CONTEXT;
      fits[p][as] = canSkip && fits[p + 1][as];
      for (int a = as - 1; a >= 0; a--) {
        boolean takes =
            parameter.accepts(letter(a))
                && (fits[p + 1][a + 1]
                    || (parameter.occurrence() == Occurrence.REPEATED && fits[p][a + 1]));
        fits[p][a] = takes || (canSkip && fits[p + 1][a]);
      }
    }
    return fits;
  }

  private char letter(int argument) {
    return Kind.of(arguments.get(argument)).letter();
  }

  private JsonNode taken(Parameter parameter, int place) {
    var argument = arguments.get(place);
    if (!parameter.list() || argument.isMissingNode()) {
      return argument;
    }
    parameter.element().ifPresent(element -> requireElements(element, argument, place));
    if (argument.isArray()) {
      return argument;
    }
    return new ArrayNode(JsonNodeFactory.instance).add(argument);
  }

  private void requireElements(char type, JsonNode argument, int place) {
    if (!(argument instanceof ArrayNode list)) {
      requireElement(type, argument, place);
      return;
    }
    budget.reads(list.size());
    for (int i = 0; i < list.size(); i++) {
      requireElement(type, list.get(i), place);
    }
  }

  private void requireElement(char type, JsonNode element, int place) {
    if (Kind.of(element).letter() != type) {
      throw new Halt.Fault(
          "argument %d of %s must be a list of %s and holds %s"
              .formatted(place + 1, function, plural(type), Kind.describe(element)));
    }
  }

  private static String plural(char type) {
    return switch (type) {
      case 's' -> "texts";
      case 'n' -> "numbers";
      case 'b' -> "booleans";
      case 'o' -> "objects";
      case 'f' -> "functions";
      default -> "lists";
    };
  }

  private JsonNode leftOut(Parameter parameter, int place) {
    if (parameter.occurrence() != Occurrence.CONTEXT) {
      return MissingNode.getInstance();
    }
    if (!parameter.accepts(Kind.of(context).letter())) {
      throw new Halt.Fault(
          "argument %d of %s is left out and the context, %s, cannot take its place"
              .formatted(place + 1, function, Kind.describe(context)));
    }
    if (context instanceof ScopeObject) {
      throw new Halt.Fault(
          "argument %d of %s is left out: name what it is to be".formatted(place + 1, function));
    }
    return context;
  }

  /// Says which argument is the first that cannot be taken.
  private Halt.Fault refusal() {
    int next = 0;
    for (var parameter : parameters) {
      if (next < arguments.size() && parameter.accepts(letter(next))) {
        next++;
      } else if (parameter.occurrence() == Occurrence.ONCE
          || parameter.occurrence() == Occurrence.REPEATED) {
        break;
      }
    }
    return next < arguments.size()
        ? new Halt.Fault(
            "argument %d of %s does not fit: %s"
                .formatted(next + 1, function, Kind.describe(arguments.get(next))))
        : new Halt.Fault("%s needs more arguments than %d".formatted(function, next));
  }
}
