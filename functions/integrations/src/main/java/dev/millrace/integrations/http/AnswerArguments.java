package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.integrations.arguments.ByteSize;
import dev.millrace.integrations.arguments.Fields;
import dev.millrace.integrations.arguments.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what a task expects of its answer and what is to become of the body.
record AnswerArguments(Fields fields) {
  /// Largest body that may be asked for as a value: as large as a payload may be.
  static final int BODY_MAX_BYTES = 50 * ByteSize.MB;

  static final int BODY_DEFAULT_BYTES = 10 * ByteSize.MB;

  /// Largest body that may be stored.
  static final int STORED_MAX_BYTES = ByteSize.GB;

  static final int STORED_DEFAULT_BYTES = 100 * ByteSize.MB;

  /// JSON pointer to the condition on the result.
  static final String WHEN = "/expect/when";

  private static final String STATUS_MEND = "Write [2xx, 404].";

  /// What becomes of a body.
  record Response(BodyForm form, int bodyMaxBytes) {}

  /// The statuses that are success.
  StatusSet expected() {
    var expect = fields.fields("expect", "Write expect: {status: [2xx, 404]}.");
    if (expect.isEmpty()) {
      return StatusSet.SUCCESS;
    }
    expect.get().refuseUnknownKeys(List.of("status", "when"), List.of());
    refuseConstant(expect.get(), "when", "\"${ result.body.ok }\"");
    var ranges = new ArrayList<StatusSet.Range>();
    for (var item : expect.get().items("status").filter(expect.get()::isKnown).toList()) {
      StatusSet.range(item.asText())
          .ifPresentOrElse(ranges::add, () -> refuseStatus(expect.get(), item));
    }
    if (expect
        .get()
        .value("status")
        .filter(JsonNode::isEmpty)
        .filter(JsonNode::isArray)
        .isPresent()) {
      expect.get().wrong("status", "at least one status", STATUS_MEND);
    }
    return ranges.isEmpty() ? StatusSet.SUCCESS : new StatusSet(ranges);
  }

  private static void refuseStatus(Fields expect, JsonNode item) {
    expect.at(
        "status",
        "\"expect.status\" must be statuses from 200 to 599 or classes of them, found "
            + Fields.inWords(item)
            + ".",
        STATUS_MEND);
  }

  /// What is evaluated on the result must read it: a value without expression always says the same.
  /// Evaluated arguments do not have it any more.
  static void refuseConstant(Fields fields, String key, String example) {
    if (fields.stage() == Stage.WRITTEN
        && fields.has(key)
        && fields.written(key).filter(Fields::holdsExpression).isEmpty()) {
      fields.wrong(key, "an expression on result", "Write " + example + ".");
    }
  }

  /// What becomes of the body.
  Response response() {
    var response = fields.fields("response", "Write response: {as: json, limit: 1MB}.");
    if (response.isEmpty()) {
      return new Response(BodyForm.AUTO, BODY_DEFAULT_BYTES);
    }
    response.get().refuseUnknownKeys(List.of("as", "limit", "to"), List.of());
    var isStored = isStored(response.get());
    var form = form(response.get(), isStored);
    var limit = response.get().size("limit", isStored ? STORED_MAX_BYTES : BODY_MAX_BYTES);
    return new Response(
        form,
        limit.isPresent()
            ? (int) limit.getAsLong()
            : isStored ? STORED_DEFAULT_BYTES : BODY_DEFAULT_BYTES);
  }

  private static boolean isStored(Fields response) {
    if (!response.has("to")) {
      return false;
    }
    if (response.written("to").filter("s3"::equals).isEmpty()) {
      response.wrong("to", "s3", "Write to: s3, or leave it out to take the body as the result.");
    }
    return true;
  }

  private static BodyForm form(Fields response, boolean isStored) {
    if (isStored) {
      if (response.has("as")) {
        response.at(
            "as",
            "\"response.as\" and \"response.to\" do not mix.",
            "What is stored is stored as it came: take \"as\" out.");
      }
      return BodyForm.STORED;
    }
    Optional<BodyForm> form = response.written("as").flatMap(BodyForm::of);
    if (response.has("as") && form.isEmpty()) {
      response.wrong(
          "as", "auto, json, text or bytes", "Write one of them, without an expression.");
    }
    return form.orElse(BodyForm.AUTO);
  }
}
