package dev.millrace.handlers.log;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.engine.text.InstantText;
import dev.millrace.engine.text.JsonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

/// One line of the log, with the names that Lambda's own lines have (`timestamp`, `level`,
/// `requestId`), so that its level filter and its console know them.
final class LogLine {
  /// Longest text of a stack trace; CloudWatch cuts a line at 256 KB.
  private static final int STACK_LENGTH_MAX = 16 * 1024;

  private LogLine() {}

  static String of(
      Level level,
      String logger,
      String message,
      @Nullable List<KeyValuePair> fields,
      @Nullable Throwable thrown) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("timestamp", InstantText.of(Instant.now()));
          json.writeStringField("level", level.name());
          json.writeStringField("logger", logger.substring(logger.lastIndexOf('.') + 1));
          json.writeStringField("message", message);
          var request = LogContext.requestId();
          if (!request.isEmpty()) {
            json.writeStringField("requestId", request);
          }
          if (fields != null) {
            for (var field : fields) {
              field(json, field);
            }
          }
          if (thrown != null) {
            json.writeStringField("error", thrown.toString());
            json.writeStringField("stack", stackOf(thrown));
          }
          json.writeEndObject();
        });
  }

  private static void field(JsonGenerator json, KeyValuePair field) throws IOException {
    if (field.value instanceof Number number) {
      json.writeNumberField(field.key, number.longValue());
    } else {
      json.writeStringField(field.key, String.valueOf(field.value));
    }
  }

  private static String stackOf(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    var stack = text.toString();
    return stack.length() <= STACK_LENGTH_MAX ? stack : stack.substring(0, STACK_LENGTH_MAX);
  }
}
