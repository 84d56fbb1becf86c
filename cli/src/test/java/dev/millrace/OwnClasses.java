package dev.millrace;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The constants of all rooms, found in their class files, so that pages can be compared with them.
final class OwnClasses {

  private static final List<JavaClass> ALL =
      new ClassFileImporter()
              .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
              .importPackages("dev.millrace")
              .stream()
              .toList();

  private OwnClasses() {}

  static Stream<JavaField> constants() {
    return ALL.stream()
        .flatMap(type -> type.getFields().stream())
        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
        .filter(field -> field.getModifiers().contains(JavaModifier.FINAL));
  }

  /// The value of `Class.CONSTANT`, or of a method without arguments on it: `Class.CONSTANT.size`.
  ///
  /// @return empty when there is no such constant
  static Optional<Object> value(String reference) {
    var parts = reference.split("\\.", -1);
    var constant =
        constants()
            .filter(field -> nameOf(field).equals(parts[0] + "." + parts[1]))
            .findFirst()
            .map(OwnClasses::valueOf);
    return parts.length < 3 ? constant : constant.map(owner -> call(owner, parts[2]));
  }

  /// `Class.CONSTANT`; a nested class by its own name.
  static String nameOf(JavaField field) {
    return field.getOwner().getSimpleName() + "." + field.getName();
  }

  static Object valueOf(JavaField field) {
    try {
      Field found = field.reflect();
      found.setAccessible(true);
      return found.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + field.getFullName(), e);
    }
  }

  private static Object call(Object owner, String method) {
    try {
      return owner.getClass().getMethod(method).invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no method " + method + " of " + owner, e);
    }
  }
}
