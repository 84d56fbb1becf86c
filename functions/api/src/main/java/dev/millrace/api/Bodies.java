package dev.millrace.api;

import dev.millrace.api.HttpProblem.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Reads the bodies of requests within bounds: of one, and of all that are read at the same time.
final class Bodies {
  /// Largest body.
  static final int BODY_MAX_BYTES = 6 * 1024 * 1024;

  /// Bytes of all bodies in memory at the same time; more are refused for the moment.
  static final long TOGETHER_MAX_BYTES = 16L * BODY_MAX_BYTES;

  private static final int CHUNK_BYTES = 64 * 1024;
  private static final String RETRY_SECONDS = "1";

  private final AtomicLong together = new AtomicLong();

  /// What one request holds of the common bound. For one thread.
  final class Allowance implements AutoCloseable {
    private long held;

    /// Reads the bytes of a body, whatever they are. They count until the allowance is closed.
    byte[] readBytes(Received received) throws IOException {
      return bytes(received);
    }

    /// Reads the body of a request. Its bytes count until the allowance is closed.
    Body read(Received received) throws IOException {
      var bytes = bytes(received);
      return bytes.length == 0
          ? Body.NONE
          : new Body(form(received.headers("Content-Type")), text(bytes));
    }

    /// Reads what a page's form sent, each field once.
    Map<String, String> readForm(Received received) throws IOException {
      var fields = new LinkedHashMap<String, String>();
      for (var field : FormBody.read(text(bytes(received)))) {
        if (fields.putIfAbsent(field.name(), field.value()) != null) {
          throw new RefusedException(Kind.MALFORMED, "the form has a field twice; send it once");
        }
      }
      return fields;
    }

    private static String text(byte[] bytes) {
      return Percent.decodeUtf8(bytes)
          .orElseThrow(() -> new RefusedException(Kind.MALFORMED, "the body is not UTF-8"));
    }

    private byte[] bytes(Received received) throws IOException {
      if (received.headers("Content-Length").stream().anyMatch(Bodies::isTooLarge)) {
        throw tooLarge();
      }
      return bytes(received.body());
    }

    private byte[] bytes(InputStream in) throws IOException {
      var chunk = new byte[CHUNK_BYTES];
      var all = new ByteArrayOutputStream();
      for (var read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        hold(read);
        all.write(chunk, 0, read);
        if (all.size() > BODY_MAX_BYTES) {
          throw tooLarge();
        }
      }
      return all.toByteArray();
    }

    private void hold(int bytes) {
      held += bytes;
      if (together.addAndGet(bytes) > TOGETHER_MAX_BYTES) {
        throw new RefusedException(
            new HttpProblem(
                Kind.BUSY,
                "too many large bodies are sent at the same time; send this one again",
                List.of(),
                Map.of("Retry-After", RETRY_SECONDS)));
      }
    }

    @Override
    public void close() {
      together.addAndGet(-held);
      held = 0;
    }
  }

  /// Whether a body is said to be what a page's form sends.
  static boolean isForm(List<String> types) {
    return types.size() == 1 && MediaType.of(types.getFirst()).isForm();
  }

  /// A new one for each request.
  Allowance allowance() {
    return new Allowance();
  }

  /// Bytes held at the moment.
  long heldBytes() {
    return together.get();
  }

  /// What is no number was let pass by the server, so the bytes themselves are counted.
  private static boolean isTooLarge(String declared) {
    var length = declared.strip();
    return length.matches("[0-9]{1,18}") && Long.parseLong(length) > BODY_MAX_BYTES;
  }

  private static RefusedException tooLarge() {
    return new RefusedException(
        Kind.BODY_TOO_LARGE,
        "at most %,d bytes are taken; put the data into a store and pass its address"
            .formatted(BODY_MAX_BYTES));
  }

  private static Body.Form form(List<String> types) {
    if (types.size() != 1) {
      throw new RefusedException(
          Kind.MEDIA_TYPE,
          "the request has a body and %d Content-Type headers; say application/json or"
                  .formatted(types.size())
              + " application/yaml");
    }
    var type = MediaType.of(types.getFirst());
    var parameters = types.getFirst().toLowerCase(Locale.ROOT).split(";", -1);
    for (var at = 1; at < parameters.length; at++) {
      var parameter = parameters[at].strip().replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        throw new RefusedException(Kind.MEDIA_TYPE, "bodies are UTF-8 and nothing else");
      }
    }
    if (type.isJson()) {
      return Body.Form.JSON;
    }
    if (type.isYaml()) {
      return Body.Form.YAML;
    }
    throw new RefusedException(
        Kind.MEDIA_TYPE,
        "the body is said to be neither JSON nor YAML; send it with the header Content-Type:"
            + " application/json or application/yaml");
  }
}
