package dev.millrace;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may know whom. Time, chance and the outside world come to the domain as arguments and ports.
class ArchitectureTest {

  /// Each room and the rooms it may use; a room that is not here may not exist.
  private static final Map<String, Set<String>> ROOMS =
      Map.ofEntries(
          entry("core", Set.of()),
          entry("definition", Set.of("core")),
          entry("engine", Set.of("core", "definition")),
          entry("integrations", Set.of("core", "definition", "engine")),
          entry("api", Set.of("core", "definition", "engine")),
          entry("aws", Set.of("core", "definition", "engine")),
          entry("handlers", Set.of("core", "definition", "engine", "integrations", "api", "aws")),
          entry("local", Set.of("core", "definition", "engine", "integrations", "api")),
          entry("testkit", Set.of("core", "definition", "engine", "integrations")),
          entry(
              "bench", Set.of("core", "definition", "engine", "integrations", "local", "testkit")),
          entry(
              "cli",
              Set.of("core", "definition", "engine", "integrations", "local", "testkit", "bench")));

  private static final String[] TIMELESS = {
    "dev.millrace.core..",
    "dev.millrace.definition..",
    "dev.millrace.engine..",
    "dev.millrace.testkit.."
  };

  private static final String[] FUNCTIONS = {
    "dev.millrace.core..",
    "dev.millrace.definition..",
    "dev.millrace.engine..",
    "dev.millrace.api..",
    "dev.millrace.integrations..",
    "dev.millrace.aws.."
  };

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.millrace");

  static Stream<String> rooms() {
    return ROOMS.keySet().stream().sorted();
  }

  /// Without this, a class path that lost a module would make every rule below pass.
  @Test
  void every_source_file_is_seen() {
    var sources =
        SourceFile.java()
            .filter(SourceFile::isMain)
            .map(file -> file.path().replaceFirst(".*src/main/java/", ""))
            .map(path -> path.replace('/', '.').replaceFirst("\\.java$", ""))
            .toList();
    assertThat(sources).isNotEmpty();
    assertThat(ALL.stream().map(JavaClass::getName)).containsAll(sources);
  }

  @Test
  void every_class_lives_in_a_known_room() {
    var known = ROOMS.keySet().stream().map(room -> "dev.millrace." + room + "..");
    classes()
        .should()
        .resideInAnyPackage(known.toArray(String[]::new))
        .because("a new room needs its arrows in ArchitectureTest and in docs, or use an old room")
        .check(ALL);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void a_room_uses_only_the_rooms_below_it(String room) {
    var allowed =
        Stream.concat(Stream.of(room), ROOMS.getOrDefault(room, Set.of()).stream())
            .map(name -> "dev.millrace." + name + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("dev.millrace." + room + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.millrace..").and(not(resideInAnyPackage(allowed))))
        .because("this arrow is not drawn; move the type down, or pass what is needed as a port")
        .check(ALL);
  }

  @Test
  void core_knows_only_java_and_nullness() {
    classes()
        .that()
        .resideInAPackage("dev.millrace.core..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "dev.millrace.core..")
        .because("core is the domain alone; bring libraries in the room that needs them")
        .check(ALL);
  }

  @Test
  void core_does_no_input_or_output() {
    noClasses()
        .that()
        .resideInAPackage("dev.millrace.core..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.net..")
                .and(not(equivalentTo(URI.class))))
        .because("core computes from its arguments; read and write behind a port of the engine")
        .check(ALL);
  }

  /// Task kinds for AWS services live in `integrations.aws`; `cli.aws` signs calls.
  @Test
  void only_the_rooms_for_aws_know_aws() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.millrace.aws..",
            "dev.millrace.handlers..",
            "dev.millrace.integrations.aws..",
            "dev.millrace.cli.aws..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon..", "com.amazonaws..")
        .because("AWS is an adapter: put the call behind a port and implement it in aws")
        .check(ALL);
  }

  @Test
  void tests_of_users_choose_their_own_libraries_for_tests() {
    noClasses()
        .that()
        .resideInAPackage("dev.millrace.testkit.dag..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..", "org.assertj..", "org.opentest4j..")
        .because("users need neither JUnit nor AssertJ for DagTest; throw an AssertionError")
        .check(ALL);
  }

  @Test
  void the_domain_reads_no_clock() {
    noClasses()
        .that()
        .resideInAnyPackage(TIMELESS)
        .should()
        .accessTargetWhere(
            calls("read the clock", "java.time.", "now")
                .or(calls("read the clock", "java.time.Clock", "system.*|tick.*"))
                .or(calls("read the clock", "java.lang.System", "currentTimeMillis|nanoTime")))
        .because("replays and simulation need one time; take an Instant, or ask the Clock port")
        .check(ALL);
  }

  @Test
  void the_domain_draws_no_random_numbers() {
    noClasses()
        .that()
        .resideInAnyPackage(TIMELESS)
        .should()
        .accessTargetWhere(
            calls("draw at random", "java.lang.Math", "random")
                .or(calls("draw at random", "java.util.UUID", "randomUUID"))
                .or(calls("draw at random", "java.util.concurrent.ThreadLocalRandom", ".*"))
                .or(calls("draw at random", "java.security.SecureRandom", ".*"))
                .or(calls("draw at random", "java.util.Collections", "shuffle").and(arguments(1)))
                .or(calls("draw at random", "java.util.Random", "<init>").and(arguments(0)))
                .or(
                    calls("draw at random", "java.util.SplittableRandom", "<init>")
                        .and(arguments(0))))
        .because("one seed must repeat a whole run; take a seeded RandomGenerator or the Ids port")
        .check(ALL);
  }

  @Test
  void nothing_in_functions_sleeps() {
    noClasses()
        .that()
        .resideInAnyPackage(FUNCTIONS)
        .should()
        .accessTargetWhere(
            calls("sleep", "java.lang.Thread", "sleep|onSpinWait")
                .or(calls("sleep", "java.util.concurrent.TimeUnit", "sleep"))
                .or(calls("sleep", "java.util.concurrent.locks.LockSupport", "park.*")))
        .because("waiting costs compute; park the task with a timer and end the function")
        .check(ALL);
  }

  @Test
  void the_domain_reads_no_environment_and_prints_nothing() {
    noClasses()
        .that()
        .resideInAnyPackage(FUNCTIONS)
        .should()
        .accessTargetWhere(
            calls("touch the process", "java.lang.System", "getenv|getProperty|out|err|in|exit"))
        .because("hosts read settings and pass them in; log through SLF4J")
        .check(ALL);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void packages_of_a_room_form_no_circle(String room) {
    slices()
        .matching("dev.millrace." + room + ".(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .because("move what both need into one of the two, or into a package below both")
        .check(ALL);
  }

  private static DescribedPredicate<JavaAccess<?>> calls(
      String what, String owner, String memberRegex) {
    return describe(
        what,
        access ->
            access.getTargetOwner().getName().startsWith(owner)
                && access.getTarget().getName().matches(memberRegex));
  }

  private static DescribedPredicate<JavaAccess<?>> arguments(int count) {
    return describe(
        "with %d arguments".formatted(count),
        access ->
            access instanceof JavaCodeUnitAccess<?> call
                && call.getTarget().getRawParameterTypes().size() == count);
  }
}
