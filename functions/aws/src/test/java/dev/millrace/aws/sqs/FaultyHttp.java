package dev.millrace.aws.sqs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// What can go wrong between the SDK and SQS, request by request, below the SDK's own retries.
final class FaultyHttp implements SdkHttpClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SdkHttpClient real = UrlConnectionHttpClient.create();
  private final Deque<Fault> faults = new ArrayDeque<>();

  /// What happens to one request.
  enum Fault {
    /// Nothing.
    NONE,
    /// SQS refuses: too many requests. It has done nothing.
    THROTTLED,
    /// SQS has an error. It has done nothing.
    SERVER_ERROR,
    /// SQS did what was asked, and then says that it has an error.
    ERROR_AFTER_EFFECT,
    /// SQS did what was asked, and the connection breaks before it says so.
    LOST_ANSWER,
    /// SQS did what was asked, and does not say so within the time for one answer.
    SLOW_ANSWER,
    /// Of the entries of a batch SQS takes every second; the others fail by its fault.
    PARTIAL,
    /// The same, by the sender's fault.
    PARTIAL_BY_SENDER
  }

  /// Lets the next requests go wrong, one after another; the ones after them go right.
  synchronized void next(List<Fault> sequence) {
    faults.addAll(sequence);
  }

  private synchronized Fault next() {
    return faults.isEmpty() ? Fault.NONE : faults.removeFirst();
  }

  /// Faults that no request has met.
  synchronized int left() {
    return faults.size();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    var fault = next();
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return switch (fault) {
          case NONE -> send(request);
          case THROTTLED -> error(400, "com.amazonaws.sqs#RequestThrottled");
          case SERVER_ERROR -> error(500, "com.amazonaws.sqs#InternalFailure");
          case ERROR_AFTER_EFFECT -> {
            send(request);
            yield error(503, "com.amazonaws.sqs#ServiceUnavailable");
          }
          case LOST_ANSWER -> {
            send(request);
            throw new IOException("Connection reset");
          }
          case SLOW_ANSWER -> {
            send(request);
            throw new SocketTimeoutException("Read timed out");
          }
          case PARTIAL -> sendHalf(request, false);
          case PARTIAL_BY_SENDER -> sendHalf(request, true);
        };
      }

      @Override
      public void abort() {
        // Nothing of ours waits.
      }
    };
  }

  private HttpExecuteResponse send(HttpExecuteRequest request) throws IOException {
    return real.prepareRequest(request).call();
  }

  private HttpExecuteResponse sendHalf(HttpExecuteRequest request, boolean senderFault)
      throws IOException {
    var body = (ObjectNode) JSON.readTree(bytes(request));
    var all = body.withArray("Entries");
    var taken = JSON.createArrayNode();
    var failed = JSON.createArrayNode();
    for (var entry : all) {
      if (failed.size() > taken.size()) {
        taken.add(entry);
      } else {
        failed
            .addObject()
            .put("Id", entry.path("Id").asText())
            .put("SenderFault", senderFault)
            .put("Code", senderFault ? "InvalidMessageContents" : "InternalError")
            .put("Message", "planted");
      }
    }
    var answer = JSON.createObjectNode();
    if (taken.isEmpty()) {
      answer.putArray("Successful");
    } else {
      body.set("Entries", taken);
      var response = send(with(request, body.toString().getBytes(StandardCharsets.UTF_8)));
      answer = (ObjectNode) JSON.readTree(response.responseBody().orElseThrow());
    }
    answer.set("Failed", failed);
    return response(200, answer.toString());
  }

  private static byte[] bytes(HttpExecuteRequest request) {
    try (var stream = request.contentStreamProvider().orElseThrow().newStream()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpExecuteRequest with(HttpExecuteRequest request, byte[] body) {
    SdkHttpRequest head =
        SdkHttpFullRequest.builder()
            .uri(request.httpRequest().getUri())
            .method(request.httpRequest().method())
            .headers(request.httpRequest().headers())
            .putHeader("Content-Length", Integer.toString(body.length))
            .build();
    return HttpExecuteRequest.builder()
        .request(head)
        .contentStreamProvider(ContentStreamProvider.fromByteArray(body))
        .build();
  }

  private static HttpExecuteResponse error(int status, String type) {
    return response(status, "{\"__type\":\"%s\",\"message\":\"planted\"}".formatted(type));
  }

  private static HttpExecuteResponse response(int status, String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpResponse.builder()
                .statusCode(status)
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("Content-Length", Integer.toString(bytes.length))
                .build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
        .build();
  }

  @Override
  public void close() {
    real.close();
  }

  @Override
  public String clientName() {
    return "faulty";
  }
}
