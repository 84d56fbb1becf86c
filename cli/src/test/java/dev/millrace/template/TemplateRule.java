package dev.millrace.template;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Something that must hold in the stack's templates and that no linter looks for.
///
/// @param says the rule, with its reason
/// @param broken where it is broken and by what
/// @param fault a mistake that the rule must find
record TemplateRule(String says, Function<Templates, Stream<String>> broken, Fault fault) {

  static List<TemplateRule> all() {
    return Stream.of(
            FunctionRules.all(),
            VersionRules.all(),
            QueueRules.all(),
            StateRules.all(),
            PermissionRules.all(),
            RoleRules.all(),
            ApiRules.all(),
            FileRules.all())
        .flatMap(List::stream)
        .toList();
  }

  List<String> findings(Templates templates) {
    return broken.apply(templates).toList();
  }

  @Override
  public String toString() {
    return says;
  }
}
