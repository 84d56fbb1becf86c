package dev.millrace;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Something that no line of the repository may hold, with a line that would and what to do
/// instead.
record LineRule(
    String name, Predicate<SourceFile> where, Pattern forbidden, String planted, String mend) {

  static List<LineRule> all() {
    return List.of(
        new LineRule(
            "names say what a thing does",
            SourceFile::isJava,
            regex(
                "\\b(class|record|interface|enum)\\s+"
                    + "\\w*(Manager|Helper|Utils?|Impl|Processor|Service|Base)\\b"),
            "final class RunManager {",
            "Name it by what it does, in a word of the field; if none fits it has two jobs: split."),
        new LineRule(
            "packages are named by subject",
            SourceFile::isJava,
            regex(
                "^package .*\\.(utils?|helpers?|commons?|misc|impl|models?|exceptions?|services?)"
                    + "\\b.*;"),
            "package dev.millrace.core.util;",
            "Name the package by its subject, and lay together what changes together."),
        new LineRule(
            "no test is disabled",
            SourceFile::isJava,
            regex("@(Disabled|Ignore)\\b"),
            "  @Disabled(\"flaky\")",
            "Mend or delete the test; where a system cannot do something, skip with an assumption."),
        new LineRule(
            "nothing is left for later",
            file -> true,
            regex("\\b(TODO|FIXME|XXX|HACK)\\b"),
            "// TODO: check the size",
            "Do it now, or open an issue and leave the code without a note."),
        new LineRule(
            "Javadoc is Markdown",
            SourceFile::isJava,
            regex("^\\s*/\\*\\*"),
            "  /** Starts a run. */",
            "Write it with ///, at most 100 columns."),
        new LineRule(
            "Javadoc fits 100 columns",
            SourceFile::isJava,
            regex("^(?=\\s*///).{101,}$"),
            "  /// " + "x".repeat(96),
            "Break the line by hand: the formatter breaks it with //, and javac drops all above."),
        new LineRule(
            "tests use no mocks",
            SourceFile::isJava,
            regex("\\b(org\\.mockito|org\\.easymock|org\\.powermock|io\\.mockk)\\b"),
            "import org.mockito.Mockito;",
            "Use the in-memory port of testkit, which passes the port's contract."),
        new LineRule(
            "tests do not wait for the clock",
            SourceFile::isTest,
            regex("\\bThread\\.sleep\\(|\\bSECONDS\\.sleep\\(|\\bassertTimeout|@Timeout\\b"),
            "    Thread.sleep(100);",
            "Move virtual time by hand, or wait for the event itself with a latch or a queue."),
        new LineRule(
            "no path of one machine",
            file -> true,
            regex("(?<![\\w.\\-$}])/(work|root|home/\\w+|Users/\\w+)/|\\b[A-Z]:\\\\Users\\\\"),
            "see /home/someone/notes.md",
            "Name the file relative to the repository, or ask for it as an argument."),
        new LineRule(
            "JDK folders only where a JDK is looked for",
            file -> !file.path().equals("millrace"),
            regex("/usr/lib/jvm"),
            "JAVA_HOME=/usr/lib/jvm/jdk-25",
            "Ask `./millrace --jdk`, or let Maven's toolchain find the JDK."),
        new LineRule(
            "no registry is named",
            file -> true,
            regex(
                "\\b(repo1?\\.maven\\.(apache\\.)?org|registry\\.npmjs\\.org|pypi\\.org|jfrog|"
                    + "artifactory|sonatype\\.org)\\b"),
            "<url>https://artifactory.example.com/maven</url>",
            "Leave it out: where packages come from is the setting of whoever builds."),
        new LineRule(
            "no real account",
            file -> true,
            regex("\\barn:aws[\\w-]*:[^:\\s]*:[^:\\s]*:(?!111122223333)\\d{12}\\b"),
            "arn:aws:sqs:eu-west-1:123456789012:q",
            "Use the account 111122223333."),
        new LineRule(
            "no real address",
            file -> true,
            regex(
                "\\b[\\w.%+-]+@(?!(?:[\\w-]+\\.)*example\\.)[\\w-]+(\\.[\\w-]+)*"
                    + "\\.(com|org|net|io|dev|de)\\b"),
            "owner: jane.doe@corp.com",
            "Use an address at example.com."),
        new LineRule(
            "versions stand in the parent pom",
            file -> file.name().equals("pom.xml") && !file.path().equals("pom.xml"),
            regex("^(?!    <version>0\\.1\\.0-SNAPSHOT</version>$).*<version>"),
            "      <version>1.2.3</version>",
            "Name the library or plugin and its version in the parent pom, here without a version."));
  }

  /// The places in the file that break the rule, each with what to do instead.
  Stream<String> broken(SourceFile file) {
    if (file.statesRules() || !where.test(file)) {
      return Stream.of();
    }
    return IntStream.range(0, file.lines().size())
        .filter(at -> isBrokenBy(file.lines().get(at)))
        .mapToObj(
            at ->
                "%s:%d  %s%n    %s"
                    .formatted(file.path(), at + 1, file.lines().get(at).strip(), mend));
  }

  boolean isBrokenBy(String line) {
    return forbidden.matcher(line).find();
  }

  @Override
  public String toString() {
    return name;
  }

  private static Pattern regex(String expression) {
    return Pattern.compile(expression);
  }
}
