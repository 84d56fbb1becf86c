package dev.millrace.testkit.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The class path that a module such as testkit/servers wrote.
record ServerClassPath(List<Path> entries) {
  private static final String FILE = "target/class-path.txt";

  ServerClassPath {
    entries = List.copyOf(entries);
  }

  /// That of the servers that stand for AWS.
  ///
  /// @throws IllegalStateException when it has not been built
  static ServerClassPath ofServers() {
    return find("testkit/servers");
  }

  /// Looks for the file from the checkout's root down, wherever in it the tests run.
  ///
  /// @param module the folder of the module that writes it
  /// @throws IllegalStateException when it has not been built
  static ServerClassPath find(String module) {
    var start = Path.of("").toAbsolutePath();
    var folder =
        Stream.iterate(start, above -> above != null, Path::getParent)
            .map(above -> above.resolve(module))
            .filter(Files::isDirectory)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no " + module + " above " + start + ": run the tests inside a checkout"));
    var file = folder.resolve(FILE);
    if (!Files.isReadable(file)) {
      throw new IllegalStateException(
          file + " is not there: `mvn -pl " + module + " generate-test-resources` writes it");
    }
    try {
      var text = Files.readString(file).strip();
      return new ServerClassPath(Stream.of(text.split(File.pathSeparator)).map(Path::of).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The folder of a native library that fits this machine.
  Path folderOfNative(String library) {
    var suffix = System.mapLibraryName("").replaceFirst("^[^.]*", "");
    var architecture = System.getProperty("os.arch");
    return entries.stream()
        .filter(entry -> entry.getFileName().toString().contains(library))
        .filter(entry -> entry.toString().endsWith(suffix))
        // The one for macOS is for every processor; on Windows amd64 is called x64.
        .filter(
            entry ->
                Stream.of(architecture, "osx", "x64")
                    .anyMatch(entry.getFileName().toString()::contains))
        .findFirst()
        .map(Path::getParent)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "there is no native %s for %s%s: run these tests on another machine"
                        .formatted(library, architecture, suffix)));
  }

  /// With the classes of this package in front: the child's own main class is one of them.
  String withOwnClasses() {
    try {
      var own =
          Path.of(ServerClassPath.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .toString();
      return own
          + File.pathSeparator
          + String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
