package dev.millrace.integrations.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/// Reads heads of answers that are HTTP and whole. The library's own parser takes the end of the
/// connection for the end of the head, so that an answer cut within it would pass as an empty one;
/// and the client's lenient parser looks for an answer behind what is none.
record WholeHeads(Http1Config limits) implements HttpMessageParserFactory<ClassicHttpResponse> {
  @Override
  @SuppressWarnings("deprecation") // still the one that must be there
  public HttpMessageParser<ClassicHttpResponse> create(Http1Config config) {
    return create();
  }

  @Override
  public HttpMessageParser<ClassicHttpResponse> create() {
    return new Parser(new DefaultHttpResponseParser(limits));
  }

  private record Parser(HttpMessageParser<ClassicHttpResponse> parser)
      implements HttpMessageParser<ClassicHttpResponse> {
    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
        throws IOException, HttpException {
      return parser.parse(buffer, new EndIsBreak(in));
    }
  }

  private static final class EndIsBreak extends FilterInputStream {
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
        throw new ConnectionClosedException("closed before the head of the answer was whole");
      }
      return read;
    }
  }
}
