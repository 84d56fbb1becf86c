package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.integrations.arguments.Fields;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the body that a task gives its request.
record BodyArguments(Fields fields) {
  /// The keys, of which a request has one at most.
  static final List<String> KEYS = List.of("json", "form", "multipart", "text", "bytes");

  private static final List<String> PART_BODIES = List.of("text", "json", "bytes");
  private static final List<String> PART_KEYS =
      List.of("text", "json", "bytes", "filename", "type");
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+[\\x20-\\x7e]*");

  /// The body; nothing of it is right when there are problems.
  RequestBody read(Optional<HttpMethod> method, List<Parameter> headers) {
    // Not has(): a JSON null is a body too.
    var given = KEYS.stream().filter(fields.keys()::contains).toList();
    if (given.size() > 1) {
      fields.at(
          given.get(1),
          "\"%s\" and \"%s\" do not mix.".formatted(given.get(0), given.get(1)),
          "A request has one body: keep one of them.");
    }
    if (given.isEmpty()) {
      return new RequestBody.None();
    }
    var key = given.getFirst();
    if (method.isPresent() && !method.get().takesBody()) {
      fields.at(
          key,
          "\"%s\" is a body, and %s takes none.".formatted(key, method.get().key()),
          "Use query, or another method.");
    }
    return key.equals("multipart") ? multipart(headers) : plain(fields, key);
  }

  private static RequestBody plain(Fields from, String key) {
    return switch (key) {
      case "json" -> new RequestBody.Json(from.raw("json"));
      case "form" -> new RequestBody.Form(new Parameters(from).list("form"));
      case "bytes" -> new RequestBody.Bytes(base64(from));
      default ->
          new RequestBody.Text(
              from.text("text", "Write a text, or use json for other values.").orElse(""));
    };
  }

  private static String base64(Fields from) {
    var mend = "Write the bytes in base64: \"aGVsbG8=\".";
    var text = from.text("bytes", mend);
    if (text.isEmpty()) {
      return "";
    }
    try {
      var _ = Base64.getDecoder().decode(text.get());
      return text.get();
    } catch (IllegalArgumentException _) {
      from.wrong("bytes", "bytes in base64", mend);
      return "";
    }
  }

  private RequestBody multipart(List<Parameter> headers) {
    if (headers.stream().anyMatch(header -> header.name().equalsIgnoreCase("content-type"))) {
      fields.at(
          "multipart",
          "\"multipart\" and a header content-type do not mix.",
          "Take the header out: it must say what stands between the parts.");
    }
    var below = fields.fields("multipart", "Write multipart: {name: value}.");
    var parts = new ArrayList<MultipartForm.Part>();
    below.ifPresent(named -> named.keys().forEach(name -> add(named, name, parts)));
    if (parts.size() > MultipartForm.PARTS_MAX) {
      fields.at(
          "multipart",
          "\"multipart\" has %,d parts; at most %,d are sent."
              .formatted(parts.size(), MultipartForm.PARTS_MAX),
          "Send several requests.");
    }
    return new RequestBody.Multipart(new MultipartForm(parts));
  }

  /// A scalar is a field of the form, a list repeats its name, null leaves it out; a map is a part
  /// with keys of its own.
  private static void add(Fields named, String name, List<MultipartForm.Part> parts) {
    if (named.raw(name).isNull()) {
      return;
    }
    if (named.raw(name).isObject()) {
      named
          .fields(name, "Write {text: ..., filename: ...}.")
          .flatMap(part -> part(part, name))
          .ifPresent(parts::add);
      return;
    }
    for (var item : named.items(name).toList()) {
      if (Parameters.isScalar(item)) {
        parts.add(field(name, item));
      } else if (named.isKnown(item)) {
        named.wrong(
            name,
            "a text, a number, true, false, a list of such or a map of text, json or bytes",
            "For a file write {text: ..., filename: a.txt}.");
        return;
      }
    }
  }

  private static MultipartForm.Part field(String name, JsonNode value) {
    return new MultipartForm.Part(
        name, Optional.empty(), Optional.empty(), new RequestBody.Text(Parameters.text(value)));
  }

  private static Optional<MultipartForm.Part> part(Fields part, String name) {
    part.refuseUnknownKeys(PART_KEYS, List.of());
    var bodies = PART_BODIES.stream().filter(part.keys()::contains).toList();
    if (bodies.isEmpty()) {
      part.missing("text", "Give the part one of text, json and bytes.");
      return Optional.empty();
    }
    if (bodies.size() > 1) {
      part.at(
          bodies.get(1),
          "\"%s\" and \"%s\" do not mix.".formatted(bodies.get(0), bodies.get(1)),
          "A part has one body: keep one of them.");
    }
    var type = part.text("type", "Write a media type such as text/csv.");
    type.filter(is -> !MEDIA_TYPE.matcher(is).matches())
        .ifPresent(_ -> part.wrong("type", "a media type", "Write one such as text/csv."));
    return Optional.of(
        new MultipartForm.Part(
            name,
            part.text("filename", "Write a name such as orders.csv."),
            type,
            plain(part, bodies.getFirst())));
  }
}
