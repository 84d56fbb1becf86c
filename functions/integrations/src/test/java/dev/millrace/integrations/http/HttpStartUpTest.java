package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.integrations.TestAttempt;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// A host that sends no request must start without the HTTP client: loading it takes a good part of
/// a second on a small function.
class HttpStartUpTest {
  @Test
  void nothing_of_the_client_is_loaded_before_the_first_request() throws Exception {
    try (var loader = new RecordingLoader()) {
      var probe = loader.loadClass(Probe.class.getName());
      ((Runnable) probe.getDeclaredConstructor().newInstance()).run();

      assertThat(loader.loaded)
          .contains(HttpKind.class.getName(), HttpArguments.class.getName())
          .noneMatch(name -> name.startsWith("org.apache.hc."));
    }
  }

  /// What a host does with the kind before it has anything to send. Runs within the loader.
  public static final class Probe implements Runnable {
    /// For the loader.
    public Probe() {}

    @Override
    public void run() {
      try (var kind = new HttpKind(HttpSettings.embedded())) {
        for (var arguments : HttpExamples.RIGHT) {
          var json = TestAttempt.json(arguments);
          var _ = kind.traits(json);
          if (!kind.check(json).isEmpty()) {
            throw new AssertionError(arguments);
          }
        }
        var _ = kind.schema();
      }
    }
  }

  private static final class RecordingLoader extends URLClassLoader {
    private final Set<String> loaded = new TreeSet<>();

    RecordingLoader() {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      var found = super.findClass(name);
      if (name.startsWith("dev.millrace.") || name.startsWith("org.apache.hc.")) {
        loaded.add(name);
      }
      return found;
    }

    private static URL[] classPath() {
      return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(RecordingLoader::url)
          .toArray(URL[]::new);
    }

    private static URL url(String entry) {
      try {
        return Path.of(entry).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException(entry, e);
      }
    }
  }
}
