package dev.millrace.integrations.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/// A connection on which no answer that was cut passes for a whole one. The library takes the end
/// of the connection for the end of the head, of a chunk's size and of the trailers; its lenient
/// parser also looks for an answer behind what is none.
final class StrictConnection extends DefaultManagedHttpClientConnection {
  private static final AtomicLong OPENED = new AtomicLong();

  private StrictConnection(String id, Http1Config limits) {
    super(id, null, null, limits, null, null, null, new WholeHeads(limits));
  }

  /// A connection that is not connected yet.
  static StrictConnection create(Http1Config limits) {
    return new StrictConnection("http-" + OPENED.incrementAndGet(), limits);
  }

  @Override
  protected InputStream createContentInputStream(
      long length, SessionInputBuffer buffer, InputStream in) {
    var source = length == ContentLengthStrategy.CHUNKED ? new EndIsBreak(in) : in;
    return super.createContentInputStream(length, buffer, source);
  }

  private record WholeHeads(Http1Config limits)
      implements HttpMessageParserFactory<ClassicHttpResponse> {
    @Override
    @SuppressWarnings("deprecation") // still the one that must be there
    public HttpMessageParser<ClassicHttpResponse> create(Http1Config config) {
      return create();
    }

    @Override
    public HttpMessageParser<ClassicHttpResponse> create() {
      return new WholeHead(new DefaultHttpResponseParser(limits));
    }
  }

  private record WholeHead(HttpMessageParser<ClassicHttpResponse> parser)
      implements HttpMessageParser<ClassicHttpResponse> {
    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
        throws IOException, HttpException {
      return parser.parse(buffer, new EndIsBreak(in));
    }
  }
}
