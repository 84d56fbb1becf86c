package dev.millrace.integrations.http;

import dev.millrace.integrations.arguments.ByteSize;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hc.core5.http.ClassicHttpResponse;

/// The body of an answer on its way in. A connection whose body was not read to its end is closed:
/// waiting for the rest could take for ever.
final class Incoming implements AutoCloseable {
  /// Bytes that are read of a body that nobody asked for, so that the connection can be used again.
  static final int UNWANTED_MAX_BYTES = 64 * ByteSize.KB;

  private static final int CHUNK_BYTES = 8 * ByteSize.KB;

  private final Exchange exchange;
  private final ClassicHttpResponse response;
  private boolean complete;

  Incoming(Exchange exchange, ClassicHttpResponse response) {
    this.exchange = exchange;
    this.response = response;
    this.complete = response.getEntity() == null;
  }

  /// Takes a body chunk by chunk.
  interface Sink {
    void take(byte[] bytes, int length);
  }

  /// Reads the body to its end, unpacked, up to the limit of the call.
  ///
  /// @throws FailedExchange when it is larger or cannot be unpacked
  /// @throws IOException when the connection breaks
  void readAll() throws IOException {
    readAll(this::keep);
  }

  /// The same without keeping more of it than a failure shows.
  void readAll(Sink sink) throws IOException {
    var most = exchange.call().bodyMaxBytes();
    if (complete) {
      return;
    }
    // One that says itself that it is too large is only looked at for people.
    var saysTooLarge = !isPacked() && response.getEntity().getContentLength() > most;
    var read =
        saysTooLarge
            ? read(Math.min(most, ReceivedBytes.EXCERPT_MAX), this::keep)
            : read(most, sink);
    if (read == Read.CUT_OFF) {
      throw new FailedExchange(
          HttpErrors.TOO_LARGE, "the answer is larger than " + ByteSize.inWords(most));
    }
  }

  /// Reads the beginning of a body that only serves to tell people what went wrong. How the answer
  /// ends changes nothing any more, so neither does a body that breaks or is too long.
  ///
  /// @throws IOException when the thread was interrupted
  void readBeginning() throws IOException {
    if (complete) {
      return;
    }
    try {
      var _ = read(UNWANTED_MAX_BYTES, this::keep);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    // A body that was read to its end has given its connection back already.
    if (!complete) {
      exchange.abandon();
    }
  }

  private enum Read {
    WHOLE,
    CUT_OFF
  }

  private void keep(byte[] bytes, int length) {
    exchange.reply().orElseThrow().body().write(bytes, 0, length);
  }

  private Read read(int most, Sink sink) throws IOException {
    var entity = response.getEntity();
    var raw = entity.getContent();
    if (entity.getContentLength() == 0) {
      complete = raw.read() < 0;
      return Read.WHOLE;
    }
    try (var unpacked = unpacked(new KeptOpen(raw))) {
      var read = copy(unpacked, most, sink);
      // The end of what was packed is not yet the end of the body, and only behind that may the
      // connection serve another request.
      complete = read == Read.WHOLE && raw.read() < 0;
      return read;
    } catch (ZipException | EOFException e) {
      throw new FailedExchange(HttpErrors.BAD_BODY, "the answer is not whole gzip");
    }
  }

  private static Read copy(InputStream from, int most, Sink sink) throws IOException {
    var chunk = new byte[CHUNK_BYTES];
    var room = most;
    for (var length = from.read(chunk); length >= 0; length = from.read(chunk)) {
      sink.take(chunk, Math.min(length, room));
      if (length > room) {
        return Read.CUT_OFF;
      }
      room -= length;
    }
    return Read.WHOLE;
  }

  private boolean isPacked() {
    return !encoding().equals("identity");
  }

  private String encoding() {
    return exchange
        .reply()
        .orElseThrow()
        .header("content-encoding")
        .map(text -> text.strip().toLowerCase(Locale.ROOT))
        .filter(text -> !text.isEmpty())
        .orElse("identity");
  }

  private InputStream unpacked(InputStream raw) throws IOException {
    var encoding = encoding();
    return switch (encoding) {
      case "identity" -> raw;
      case "gzip", "x-gzip" -> new GZIPInputStream(raw, CHUNK_BYTES);
      default ->
          throw new FailedExchange(
              HttpErrors.BAD_BODY, "the answer is packed with " + encoding + ", not with gzip");
    };
  }

  /// The client's stream would read the rest of the body before it closes; only the unpacking has
  /// to be closed.
  private static final class KeptOpen extends FilterInputStream {
    KeptOpen(InputStream raw) {
      super(raw);
    }

    @Override
    public void close() {
      // see above
    }
  }
}
