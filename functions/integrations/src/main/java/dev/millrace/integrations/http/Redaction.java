package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.engine.aws.AwsKeys;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/// Keeps the secrets of one attempt out of what people get to read: servers repeat requests in
/// their answers, and a failure shows the beginning of an answer. A secret is found as it is and in
/// the forms in which it goes out and comes back: percent-encoded, as a field of a form, within
/// JSON, in base64. For one thread.
public final class Redaction {
  private static final String HIDDEN = "***";
  private static final char CUT = '…';

  /// Shortest beginning of a secret that is hidden where a text was cut within it.
  private static final int BEGINNING_MIN = 4;

  /// Shortest line of a text of several lines, such as a key in PEM, that is hidden by itself.
  private static final int LINE_MIN = 8;

  private final Set<String> texts =
      new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(text -> text));

  /// Hides nothing yet.
  public Redaction() {}

  /// Of an attempt that is called back: an address, a body or a message may repeat its token, and
  /// whoever knows that can end the attempt.
  public static Redaction ofCallback(AttemptContext attempt) {
    var redaction = new Redaction();
    redaction.hide(attempt.callback().token());
    return redaction;
  }

  /// Hides a text from now on.
  public void hide(String secret) {
    add(secret);
    add(secret.strip());
    secret.lines().filter(Redaction::isTelling).forEach(this::add);
  }

  /// Hides what is secret of an access key.
  void hide(AwsKeys keys) {
    hide(keys.secretAccessKey().reveal());
    keys.sessionToken().ifPresent(token -> hide(token.reveal()));
  }

  /// The first and the last line of PEM are the same for everybody.
  private static boolean isTelling(String line) {
    return line.length() >= LINE_MIN && !line.startsWith("-----");
  }

  private void add(String text) {
    if (text.isEmpty()) {
      return;
    }
    texts.add(text);
    var encoded = Parameter.encoded(text);
    texts.add(encoded);
    texts.add(encoded.replace("%20", "+"));
    var json = TextNode.valueOf(text).toString();
    texts.add(json.substring(1, json.length() - 1));
    texts.add(json.substring(1, json.length() - 1).replace("/", "\\/"));
    texts.add(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Whether a text holds anything that is to be hidden.
  boolean finds(String text) {
    return texts.stream().anyMatch(text::contains);
  }

  /// A text without what is to be hidden.
  public String in(String text) {
    var shown = text;
    for (var hidden : texts) {
      shown = shown.replace(hidden, HIDDEN);
    }
    return withoutBeginnings(shown);
  }

  /// What became of an action, with its cause as it may be shown.
  public Execution in(Execution execution) {
    return switch (execution) {
      case Execution.Failed failed -> in(failed);
      case Execution.Done done -> done; // what a server answers is the task's own
      case Execution.Parked parked -> parked;
      case Execution.Postponed postponed -> postponed;
    };
  }

  /// The same of a failure.
  public Execution.Failed in(Execution.Failed failed) {
    return new Execution.Failed(failed.error(), in(failed.cause()), failed.retryAfter());
  }

  private String withoutBeginnings(String text) {
    var shown = new StringBuilder(text);
    for (var end = shown.length(); end > 0; end = shown.lastIndexOf("" + CUT, end - 1)) {
      var length = beginningBefore(shown, end);
      if (length > 0) {
        shown.replace(end - length, end, HIDDEN);
      }
    }
    return shown.toString();
  }

  /// How many characters before a place are the longest beginning of something hidden.
  private int beginningBefore(CharSequence text, int end) {
    var longest = 0;
    for (var hidden : texts) {
      for (var length = Math.min(hidden.length() - 1, end); length > longest; length--) {
        if (length >= BEGINNING_MIN
            && hidden.startsWith(text.subSequence(end - length, end).toString())) {
          longest = length;
        }
      }
    }
    return longest;
  }
}
