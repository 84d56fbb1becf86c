package dev.millrace.integrations.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ConnectionClosedException;

/// What comes in where only an answer can say that it is over: the end of the connection is a
/// break.
final class EndIsBreak extends FilterInputStream {
  EndIsBreak(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    return unlessEnd(in.read());
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return unlessEnd(in.read(bytes, offset, length));
  }

  private static int unlessEnd(int read) throws ConnectionClosedException {
    if (read < 0) {
      throw new ConnectionClosedException("it was closed before the answer was whole");
    }
    return read;
  }
}
