package dev.millrace.engine;

import dev.millrace.core.RunId;
import dev.millrace.core.run.Event;
import dev.millrace.engine.queue.ResultMessage;
import dev.millrace.engine.queue.ResultsQueue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Puts outcomes into as few messages of the results queue as hold them.
final class ResultSending {
  private ResultSending() {}

  static void send(ResultsQueue results, RunId run, List<? extends Event> events) {
    for (var from = 0; from < events.size(); from += ResultMessage.EVENTS_MAX) {
      var to = Math.min(events.size(), from + ResultMessage.EVENTS_MAX);
      var part = List.<Event>copyOf(events.subList(from, to));
      results.send(new ResultMessage(run, deduplicationId(run, part), part));
    }
  }

  /// The same outcomes sent twice need to be applied once only; others must not be taken for them.
  private static String deduplicationId(RunId run, List<Event> events) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(run.text().getBytes(StandardCharsets.UTF_8));
      for (var event : events) {
        digest.update(event.toString().getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
