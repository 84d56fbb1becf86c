package dev.millrace.api;

import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.Question;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The page on which a person reads a question and answers it: HTML alone, no script, nothing from
/// anywhere else. What comes from documents and from senders is escaped throughout.
final class ApprovalPage {
  /// The name of the field that holds the choice.
  static final String CHOICE = "choice";

  private static final String STYLE =
      """
      :root{color-scheme:light dark}
      body{font:1.05rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}
      h1{font-size:1.4rem}
      .message{white-space:pre-wrap;overflow-wrap:anywhere;border-left:.3rem solid;padding-left:1rem}
      fieldset{border:0;padding:0;margin:1.5rem 0}
      legend,.field label{font-weight:600}
      .choice{display:block;padding:.3rem 0}
      .field label,.hint{display:block}
      .field input,.field textarea,.field select{font:inherit;width:100%;box-sizing:border-box;padding:.4rem}
      button{font:inherit;padding:.5rem 1.5rem}
      .problems{border:.15rem solid;padding:0 1rem}
      .small{font-size:.9rem}
      """;

  /// Nothing is loaded or run, nobody may put the page into a frame, and its address, which is the
  /// key to it, goes nowhere.
  static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'sha256-%s'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
              .formatted(sha256(STYLE)),
          "Referrer-Policy",
          "no-referrer",
          "X-Frame-Options",
          "DENY",
          "X-Robots-Tag",
          "noindex");

  static final String ANSWERED =
      page("Already answered", "<p>This question has been answered. Nothing is left to do.</p>");

  static final String OTHER_ANSWER =
      page(
          "Already answered",
          "<p role=\"alert\">This question was answered before, in another way. Your answer was not taken.</p>");

  static final String EXPIRED =
      page(
          "No longer open",
          "<p role=\"alert\">This question is closed: its time was over, its run was stopped, or it was asked"
              + " again with another link.</p>");

  static final String UNKNOWN =
      page(
          "Nothing here",
          "<p role=\"alert\">No question has this link. Check that it was copied whole.</p>");

  private static final DateTimeFormatter UNTIL =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ApprovalPage() {}

  static String accepted(String choice) {
    return page(
        "Thank you",
        "<p role=\"status\">Your answer <strong>%s</strong> has been taken.</p>"
            .formatted(Html.escaped(choice)));
  }

  /// The question, to be answered.
  ///
  /// @param sent what was filled in before; empty when the page is shown first
  /// @param problems what was wrong with it
  static String asking(
      Question question,
      Optional<String> person,
      String expiresAt,
      Map<String, String> sent,
      List<ArgumentProblem> problems) {
    var body = new StringBuilder();
    if (!problems.isEmpty()) {
      body.append("<div class=\"problems\" role=\"alert\"><p>The answer was not taken:</p><ul>\n");
      problems.forEach(
          problem ->
              body.append(
                  "<li>%s %s</li>\n"
                      .formatted(Html.escaped(problem.message()), Html.escaped(problem.mend()))));
      body.append("</ul></div>\n");
    }
    body.append(
        "<p class=\"message\" dir=\"auto\">%s</p>\n".formatted(Html.escaped(question.message())));
    body.append("<form method=\"post\" autocomplete=\"off\">\n");
    question.form().ifPresent(form -> body.append(FormFields.of(form, sent)));
    body.append("<fieldset><legend>Your answer</legend>\n").append(choices(question, sent));
    body.append("</fieldset>\n<p><button type=\"submit\">Send</button></p>\n</form>\n");
    person.ifPresent(
        name ->
            body.append(
                "<p class=\"small\">You answer as <strong>%s</strong>. Do not pass this link on.</p>\n"
                    .formatted(Html.escaped(name))));
    body.append(
        "<p class=\"small\">Open until <time datetime=\"%s\">%s</time>.</p>\n"
            .formatted(Html.escaped(expiresAt), UNTIL.format(Instant.parse(expiresAt))));
    return page("An answer is needed", body.toString());
  }

  private static String choices(Question question, Map<String, String> sent) {
    var chosen = sent.getOrDefault(CHOICE, "");
    return question.choices().stream()
        .map(
            choice ->
                "<label class=\"choice\"><input type=\"radio\" name=\"%s\" value=\"%s\" required%s> %s</label>\n"
                    .formatted(
                        CHOICE,
                        Html.escaped(choice),
                        choice.equals(chosen) ? " checked" : "",
                        Html.escaped(choice)))
        .collect(Collectors.joining());
  }

  private static String page(String title, String body) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>%s</style>
        </head>
        <body>
        <main>
        <h1>%s</h1>
        %s</main>
        </body>
        </html>
        """
        .formatted(title, STYLE, title, body);
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
