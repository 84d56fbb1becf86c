package dev.millrace.integrations.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.integrations.arguments.ByteSize;
import dev.millrace.integrations.http.AttemptHeaders;
import dev.millrace.integrations.http.AwsCall;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/// What a task wants of a function, proven.
record Invocation(FunctionName function, JsonNode payload, Mode mode) {
  private static final String SERVICE = "lambda";

  /// More than a function can answer, which is 6 MB.
  private static final int ANSWER_BYTES = 7 * ByteSize.MB;

  /// The request: "Invoke" in the API reference of AWS Lambda.
  AwsCall call(AttemptContext attempt) {
    var query = new HashMap<String, String>();
    function.qualifier().ifPresent(name -> query.put("Qualifier", name));
    return new AwsCall(
        SERVICE,
        function.region(),
        "/2015-03-31/functions/" + function.text().replace(":", "%3A") + "/invocations",
        query,
        headers(attempt),
        payload,
        ANSWER_BYTES);
  }

  private Map<String, String> headers(AttemptContext attempt) {
    var headers = new HashMap<String, String>();
    switch (mode) {
      case Mode.Async _ -> headers.put("X-Amz-Invocation-Type", "Event");
      case Mode.Wait(var log, var key) -> {
        headers.put("X-Amz-Invocation-Type", "RequestResponse");
        switch (log) {
          case SHOWN -> headers.put("X-Amz-Log-Type", "Tail");
          case NOT_ASKED_FOR -> {}
        }
        switch (key) {
          case SENT -> headers.put("X-Amz-Client-Context", context(attempt));
          case NOT_SENT -> {}
        }
      }
    }
    return headers;
  }

  /// What the function finds in its context, below `custom` of the client's.
  private static String context(AttemptContext attempt) {
    var context = JsonNodeFactory.instance.objectNode();
    context.putObject("custom").put("idempotencyKey", AttemptHeaders.idempotencyKey(attempt));
    return Base64.getEncoder().encodeToString(context.toString().getBytes(StandardCharsets.UTF_8));
  }
}
