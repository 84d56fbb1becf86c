package dev.millrace.definition.expression.function;

import dev.millrace.definition.expression.evaluation.Evaluator;
import dev.millrace.definition.expression.evaluation.Halt;
import dev.millrace.definition.expression.evaluation.NativeFunction;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.BiFunction;

/// Base64 and percent-encoding, both of UTF-8.
final class EncodingFunctions {
  private static final String COMPONENT_KEEPS = "-_.!~*'()";
  private static final String ADDRESS_SIGNS = ";/?:@&=+$,#";

  private EncodingFunctions() {}

  static List<NativeFunction> all() {
    return List.of(
        encoding("base64encode", 2, (text, _) -> Base64.getEncoder().encodeToString(utf8(text))),
        encoding("base64decode", 1, (text, _) -> base64Decoded(text)),
        encoding("encodeUrlComponent", 9, (text, name) -> encoded(text, COMPONENT_KEEPS, name)),
        encoding(
            "encodeUrl", 9, (text, name) -> encoded(text, COMPONENT_KEEPS + ADDRESS_SIGNS, name)),
        encoding("decodeUrlComponent", 1, (text, name) -> decoded(text, "", name)),
        encoding("decodeUrl", 1, (text, name) -> decoded(text, ADDRESS_SIGNS, name)));
  }

  /// @param growth how many characters one may become, to be paid for before it does
  private static NativeFunction encoding(
      String name, int growth, BiFunction<String, String, String> coded) {
    return Define.ofText(name, (text, evaluator) -> coded(name, growth, coded, text, evaluator));
  }

  private static String coded(
      String name,
      int growth,
      BiFunction<String, String, String> coded,
      String text,
      Evaluator evaluator) {
    evaluator.budget().reads((long) growth * text.length());
    return coded.apply(text, name);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64Decoded(String text) {
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Halt.Fault("$base64decode cannot read this as base64: " + e.getMessage());
    }
  }

  private static String encoded(String text, String kept, String function) {
    return PercentEncoding.of(text, kept).orElseThrow(() -> malformed(function));
  }

  /// @param reserved signs whose encodings stay, because decoded they would mean something else
  private static String decoded(String text, String reserved, String function) {
    var bytes = ByteBuffer.allocate(3 * text.length() + 3);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        int end = text.offsetByCodePoints(i, 1);
        bytes.put(utf8(text.substring(i, end)));
        i = end - 1;
        continue;
      }
      int value = octet(text, i, function);
      if (value < 0x80 && reserved.indexOf(value) >= 0) {
        bytes.put(utf8(text.substring(i, i + 3)));
      } else {
        bytes.put((byte) value);
      }
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw malformed(function);
    }
  }

  private static int octet(String text, int percent, String function) {
    if (percent + 2 < text.length()) {
      int high = Character.digit(text.charAt(percent + 1), 16);
      int low = Character.digit(text.charAt(percent + 2), 16);
      if (high >= 0 && low >= 0) {
        return high * 16 + low;
      }
    }
    throw malformed(function);
  }

  private static Halt.Fault malformed(String function) {
    return new Halt.Fault("$" + function + " cannot read its text: it is malformed");
  }
}
