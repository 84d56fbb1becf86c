package dev.millrace.handlers;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.api.ApiCalls;
import dev.millrace.api.HttpProblem;
import dev.millrace.api.HttpProblem.Kind;
import dev.millrace.api.Received;
import dev.millrace.api.Reply;
import dev.millrace.engine.text.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// An answer as an HTTP API takes it from a function, in payload format 2.0.
record HttpApiAnswer(int status, Map<String, String> headers, String body, boolean isBase64) {
  /// Largest answer of a function that is waited for is 6 MB (Lambda's quotas), the JSON around the
  /// body included.
  static final int ANSWER_MAX_BYTES = 6 * 1024 * 1024 - 64 * 1024;

  /// Largest stored bytes that fit, four thirds as long in base 64.
  static final int STORED_MAX_BYTES = ANSWER_MAX_BYTES / 4 * 3 - 1024;

  /// A larger body is packed for callers who take it so.
  private static final int PLAIN_BYTES = 1024 * 1024;

  private static final String HEAD = "HEAD";

  HttpApiAnswer {
    headers = Map.copyOf(headers);
  }

  static HttpApiAnswer of(Reply reply, Received request) throws IOException {
    if (reply instanceof Reply.Bytes(var headers, var bytes)) {
      return stored(headers, bytes, request);
    }
    var whole = whole(reply);
    if (request.method().equals(HEAD)) {
      return new HttpApiAnswer(whole.status(), whole.headers(), "", false);
    }
    var answer = packed(whole, request);
    var size = answer.text().getBytes(StandardCharsets.UTF_8).length;
    return size <= ANSWER_MAX_BYTES
        ? answer
        : refused(whole.body().length(), "ask with Accept-Encoding: gzip, or read the output");
  }

  /// Stored bytes, as far as a function can give them; reads no more than that.
  private static HttpApiAnswer stored(
      Map<String, String> headers, InputStream bytes, Received request) throws IOException {
    try (bytes) {
      if (request.method().equals(HEAD)) {
        return new HttpApiAnswer(200, headers, "", false);
      }
      var read = bytes.readNBytes(STORED_MAX_BYTES + 1);
      return read.length <= STORED_MAX_BYTES
          ? new HttpApiAnswer(200, headers, Base64.getEncoder().encodeToString(read), true)
          : refused(read.length, "read it");
    }
  }

  private static HttpApiAnswer refused(int length, String instead) throws IOException {
    var problem =
        new HttpProblem(
            Kind.BODY_TOO_LARGE,
            ("the answer would have %,d bytes or more, more than a function on AWS can give; %s from"
                    + " the payload bucket")
                .formatted(length, instead));
    return plain(whole(ApiCalls.reply(problem)));
  }

  /// Events are gathered first. None at all means that none will come: status 204, at which clients
  /// of server-sent events stop.
  private static Reply.Whole whole(Reply reply) throws IOException {
    return switch (reply) {
      case Reply.Whole whole -> whole;
      case Reply.Bytes _ -> throw new IllegalStateException("stored bytes are answered apart");
      case Reply.Events(var headers, var writer) -> {
        var text = new StringBuilder();
        try {
          writer.writeTo(text::append);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("the call was ended", e);
        }
        yield new Reply.Whole(text.isEmpty() ? 204 : 200, headers, text.toString());
      }
    };
  }

  private static HttpApiAnswer packed(Reply.Whole whole, Received request) throws IOException {
    var takesGzip =
        request.headers("Accept-Encoding").stream()
            .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("gzip"));
    if (!takesGzip || whole.body().length() <= PLAIN_BYTES) {
      return plain(whole);
    }
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(whole.body().getBytes(StandardCharsets.UTF_8));
    }
    var headers = new HashMap<>(whole.headers());
    headers.put("Content-Encoding", "gzip");
    var body = Base64.getEncoder().encodeToString(bytes.toByteArray());
    return new HttpApiAnswer(whole.status(), headers, body, true);
  }

  private static HttpApiAnswer plain(Reply.Whole whole) {
    return new HttpApiAnswer(whole.status(), whole.headers(), whole.body(), false);
  }

  void write(OutputStream out) throws IOException {
    out.write(text().getBytes(StandardCharsets.UTF_8));
  }

  private String text() {
    return JsonText.write(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("statusCode", status);
    json.writeObjectFieldStart("headers");
    for (var header : headers.entrySet()) {
      json.writeStringField(header.getKey(), header.getValue());
    }
    json.writeEndObject();
    json.writeStringField("body", body);
    json.writeBooleanField("isBase64Encoded", isBase64);
    json.writeEndObject();
  }
}
