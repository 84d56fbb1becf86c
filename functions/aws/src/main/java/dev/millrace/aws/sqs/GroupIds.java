package dev.millrace.aws.sqs;

import dev.millrace.core.RunId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What SQS orders, shares out and tells apart messages by. It takes letters, digits and
/// punctuation, at most [#LENGTH_MAX] characters; ids of runs have up to 162.
final class GroupIds {
  /// Longest id (API reference of SendMessage: MessageGroupId, MessageDeduplicationId).
  static final int LENGTH_MAX = 128;

  private GroupIds() {}

  /// The group of work: all runs of a DAG, so that no DAG's backlog holds up another's work.
  static String ofWork(RunId run) {
    return run.dag().text();
  }

  /// The group of outcomes: one run.
  static String ofOutcomes(RunId run) {
    return run.text().length() <= LENGTH_MAX ? run.text() : digest(run.text());
  }

  /// Names the run as well, so that it holds whatever scope the queue's deduplication has.
  static String deduplication(RunId run, String id) {
    return digest(run.text() + "\n" + id);
  }

  private static String digest(String text) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
