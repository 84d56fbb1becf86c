package dev.millrace.integrations.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/// Makes a JSON value of an answer's body.
final class AnswerBody {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .nodeFactory(new ExactNumbers())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private AnswerBody() {}

  /// The value of a body that has come whole; null when there is none.
  ///
  /// @throws FailedExchange when it cannot be read as it should
  static JsonNode read(Reply reply, BodyForm form) throws FailedExchange {
    if (form == BodyForm.BYTES) {
      return reply.mayHaveBody()
          ? TextNode.valueOf(Base64.getEncoder().encodeToString(reply.body().toByteArray()))
          : NullNode.getInstance();
    }
    var text = text(reply);
    if (text.isBlank() && form != BodyForm.TEXT) {
      return none(reply, form);
    }
    return switch (form) {
      case AUTO -> callsItselfJson(reply) ? json(text) : TextNode.valueOf(text);
      case JSON -> json(text);
      case TEXT -> text.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(text);
      case BYTES, STORED -> throw new IllegalStateException(form + " is no text");
    };
  }

  /// Servers call an empty body what they would have called a full one, so it is none, unless the
  /// task insists on JSON of an answer that could have had some.
  private static JsonNode none(Reply reply, BodyForm form) throws FailedExchange {
    if (form == BodyForm.JSON && reply.mayHaveBody()) {
      throw new FailedExchange(HttpErrors.BAD_BODY, "the answer is empty, not JSON");
    }
    return reply.body().size() == 0 || callsItselfJson(reply)
        ? NullNode.getInstance()
        : TextNode.valueOf(text(reply));
  }

  private static boolean callsItselfJson(Reply reply) {
    var type = reply.mediaType().orElse("");
    return type.endsWith("/json") || type.endsWith("+json");
  }

  /// The value of a text that must be JSON.
  static JsonNode json(String text) throws FailedExchange {
    try {
      return JSON.readTree(text);
    } catch (ArithmeticException e) {
      throw new FailedExchange(
          HttpErrors.BAD_BODY, "the answer has a number that cannot be read: " + e.getMessage());
    } catch (JsonProcessingException e) {
      throw new FailedExchange(
          HttpErrors.BAD_BODY, "the answer is not JSON that can be read: " + firstLine(e));
    }
  }

  private static String firstLine(JsonProcessingException e) {
    var place = e.getLocation();
    var what = e.getOriginalMessage().lines().findFirst().orElse("");
    return place == null
        ? what
        : what + " at line " + place.getLineNr() + ", column " + place.getColumnNr();
  }

  private static String text(Reply reply) throws FailedExchange {
    var charset = charset(reply);
    try {
      // A new decoder reports what it cannot decode; a String would replace it silently.
      var text = charset.newDecoder().decode(reply.body().view()).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new FailedExchange(
          HttpErrors.BAD_BODY,
          "the answer (%s, %,d bytes) is not text in %s"
              .formatted(
                  reply.mediaType().orElse("of no type"), reply.body().size(), charset.name()));
    }
  }

  private static Charset charset(Reply reply) throws FailedExchange {
    var named = CHARSET.matcher(reply.header("content-type").orElse(""));
    if (!named.find()) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(named.group(1).toLowerCase(Locale.ROOT));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new FailedExchange(
          HttpErrors.BAD_BODY, "the answer is in the unknown charset " + named.group(1));
    }
  }
}
