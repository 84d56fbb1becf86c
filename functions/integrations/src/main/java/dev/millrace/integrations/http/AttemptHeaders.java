package dev.millrace.integrations.http;

import dev.millrace.core.Work;
import dev.millrace.engine.connection.Connection.RunHeaders;
import dev.millrace.engine.kind.AttemptContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What requests say of the attempt that sends them. Everything is derived from run, task, instance
/// and attempt, so that the same attempt always says the same.
public final class AttemptHeaders {
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  static final String TRACE = "traceparent";

  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;
  private static final int KEY_BYTES = 16;

  private AttemptHeaders() {}

  /// The headers for one attempt.
  static List<Parameter> of(
      AttemptContext attempt, HttpCall.IdempotencyKey key, RunHeaders runHeaders) {
    var headers = new ArrayList<Parameter>();
    switch (runHeaders) {
      case SENT -> {
        headers.add(new Parameter("Millrace-Run", attempt.run().text()));
        headers.add(new Parameter("Millrace-Task", attempt.label()));
        headers.add(
            new Parameter("Millrace-Attempt", Integer.toString(attempt.attempt().number())));
      }
      case NOT_SENT -> {}
    }
    headers.add(new Parameter(TRACE, trace(attempt)));
    switch (key) {
      case SENT -> headers.add(new Parameter(IDEMPOTENCY_KEY, idempotencyKey(attempt)));
      case NOT_SENT -> {}
    }
    return headers;
  }

  /// One trace a run, one span an attempt. Sampled, because a recorder that follows the flag would
  /// otherwise drop what the task did.
  private static String trace(AttemptContext attempt) {
    var trace = digest(TRACE_ID_BYTES, "trace", attempt.run().text());
    var span =
        digest(
            SPAN_ID_BYTES,
            "span",
            attempt.run().text(),
            attempt.label(),
            Integer.toString(attempt.attempt().number()));
    return "00-" + trace + "-" + span + "-01";
  }

  /// What stays the same over all retries of a task or instance, and is no other's.
  public static String idempotencyKey(AttemptContext attempt) {
    var index =
        switch (attempt.attempt().work()) {
          case Work.Whole _ -> "";
          case Work.Instance instance -> Integer.toString(instance.index());
        };
    return digest(KEY_BYTES, "idempotency", attempt.run().text(), attempt.task().text(), index);
  }

  private static String digest(int bytes, String... parts) {
    try {
      var text = String.join("\n", parts);
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
