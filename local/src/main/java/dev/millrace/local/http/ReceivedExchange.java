package dev.millrace.local.http;

import com.sun.net.httpserver.HttpExchange;
import dev.millrace.api.Received;
import dev.millrace.engine.Invocation;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A request as the JDK's server received it.
record ReceivedExchange(HttpExchange exchange, Supplier<Invocation> invocations)
    implements Received {
  @Override
  public String method() {
    return exchange.getRequestMethod();
  }

  @Override
  public String path() {
    return exchange.getRequestURI().getRawPath();
  }

  @Override
  public Optional<String> query() {
    return Optional.ofNullable(exchange.getRequestURI().getRawQuery());
  }

  @Override
  public List<String> headers(String name) {
    return exchange.getRequestHeaders().getOrDefault(name, List.of());
  }

  @Override
  public Map<String, List<String>> allHeaders() {
    return exchange.getRequestHeaders();
  }

  @Override
  public InputStream body() {
    return exchange.getRequestBody();
  }

  @Override
  public Invocation invocation() {
    return invocations.get();
  }
}
