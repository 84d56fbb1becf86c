package dev.millrace.template;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.millrace.SourceFile;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which requests to AWS the code behind a handler can make: every call that its methods may lead
/// to is followed, through interfaces to all that implement them.
final class Reach {
  private static final List<String> ROOMS =
      List.of("core", "definition", "engine", "integrations", "api", "aws", "handlers");

  private static final String SDK = "software.amazon.awssdk.services.";

  private final JavaClasses classes;

  private Reach(JavaClasses classes) {
    this.classes = classes;
  }

  static Reach ofFunctions() {
    return new Reach(
        new ClassFileImporter()
            .importPaths(
                ROOMS.stream()
                    .map(room -> SourceFile.root().resolve("functions/" + room + "/target/classes"))
                    .toArray(Path[]::new)));
  }

  /// As `DynamoDbClient.getItem`.
  Set<String> requestsFrom(String... entryClasses) {
    return requestsBeside(Set.of(), entryClasses);
  }

  /// The same without what is reached through some classes only.
  Set<String> requestsBeside(Set<String> closed, String... entryClasses) {
    var requests = new TreeSet<String>();
    var seen = new HashSet<JavaCodeUnit>();
    var open = new ArrayDeque<JavaCodeUnit>();
    for (var entry : entryClasses) {
      open.addAll(classes.get(entry).getCodeUnits());
    }
    while (!open.isEmpty()) {
      var unit = open.remove();
      if (seen.add(unit) && !closed.contains(unit.getOwner().getName())) {
        for (var target : targetsOf(unit)) {
          var owner = target.getOwner();
          if (owner.getName().startsWith(SDK) && owner.getSimpleName().endsWith("Client")) {
            requests.add(owner.getSimpleName() + "." + target.getName());
          }
          open.addAll(behind(target));
        }
      }
    }
    return requests;
  }

  private static List<CodeUnitAccessTarget> targetsOf(JavaCodeUnit unit) {
    var targets = new ArrayList<CodeUnitAccessTarget>();
    unit.getCallsFromSelf().forEach(call -> targets.add(call.getTarget()));
    unit.getMethodReferencesFromSelf().forEach(reference -> targets.add(reference.getTarget()));
    unit.getConstructorReferencesFromSelf()
        .forEach(reference -> targets.add(reference.getTarget()));
    return targets;
  }

  /// The code that a call may run: what is named, and what stands for it in a subclass.
  private static Collection<JavaCodeUnit> behind(CodeUnitAccessTarget target) {
    var owner = target.getOwner();
    if (!owner.getName().startsWith("dev.millrace.")) {
      return List.of();
    }
    var names = target.getRawParameterTypes().stream().map(JavaClass::getName).toList();
    var units = new ArrayList<JavaCodeUnit>();
    target
        .resolveMember()
        .filter(JavaCodeUnit.class::isInstance)
        .map(JavaCodeUnit.class::cast)
        .ifPresent(units::add);
    owner.getAllSubclasses().stream()
        .flatMap(subclass -> named(subclass, target.getName(), names.size()))
        .forEach(units::add);
    return units;
  }

  /// By count, not by types: a subclass may name those of a type parameter.
  private static Stream<JavaCodeUnit> named(JavaClass owner, String name, int parameters) {
    return owner.getCodeUnits().stream()
        .filter(unit -> !name.equals("<init>"))
        .filter(
            unit ->
                unit.getName().equals(name) && unit.getRawParameterTypes().size() == parameters);
  }
}
