package dev.millrace.aws.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.engine.text.StoredTextException;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Text as an attribute: short text as it is, which people can read; longer text deflated, because
/// a write is paid by the KB.
final class StoredText {
  /// Text of up to this many bytes stays readable.
  static final int PLAIN_MAX_BYTES = 2 * 1024;

  /// No text is longer once it is unpacked; more is taken for damage.
  private static final int UNPACKED_MAX_BYTES = 256 << 20;

  private StoredText() {}

  static AttributeValue of(String text) {
    // A character has at least one byte, so that long text is not measured twice.
    if (text.length() <= PLAIN_MAX_BYTES && text.getBytes(UTF_8).length <= PLAIN_MAX_BYTES) {
      return AttributeValue.fromS(text);
    }
    return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(deflated(text.getBytes(UTF_8))));
  }

  /// @throws StoredTextException when the attribute holds no text
  static String read(AttributeValue value) {
    if (value.s() != null) {
      return value.s();
    }
    if (value.b() == null) {
      throw new StoredTextException("an attribute of the type " + value.type() + " is no text");
    }
    return new String(inflated(value.b().asByteArrayUnsafe()), UTF_8);
  }

  private static byte[] deflated(byte[] plain) {
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(plain);
      deflater.finish();
      var packed = new ByteArrayOutputStream(plain.length / 4 + 256);
      var part = new byte[8 * 1024];
      while (!deflater.finished()) {
        packed.write(part, 0, deflater.deflate(part));
      }
      return packed.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static byte[] inflated(byte[] packed) {
    var inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      var plain = new ByteArrayOutputStream(packed.length * 4);
      var part = new byte[8 * 1024];
      while (!inflater.finished()) {
        var length = inflater.inflate(part);
        plain.write(part, 0, length);
        if ((length == 0 && !inflater.finished()) || plain.size() > UNPACKED_MAX_BYTES) {
          throw new StoredTextException("packed text ends too early or never");
        }
      }
      return plain.toByteArray();
    } catch (DataFormatException damaged) {
      throw new StoredTextException("packed text is damaged", damaged);
    } finally {
      inflater.end();
    }
  }
}
