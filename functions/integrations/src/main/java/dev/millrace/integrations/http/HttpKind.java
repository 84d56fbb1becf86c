package dev.millrace.integrations.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.kind.Execution;
import dev.millrace.engine.kind.TaskKind;
import dev.millrace.integrations.arguments.KindSchema;
import dev.millrace.integrations.arguments.Problems;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `http`: sends one request and gives the answer. Closing it closes its connections.
public final class HttpKind implements TaskKind, AutoCloseable {
  private final Supplier<HttpTransport> opening;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable HttpTransport transport;

  /// @param settings what the host allows
  public HttpKind(HttpSettings settings) {
    this(() -> HttpTransport.standard(settings));
  }

  HttpKind(Supplier<HttpTransport> opening) {
    this.opening = opening;
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public List<ArgumentProblem> check(JsonNode arguments) {
    return HttpArguments.check(arguments);
  }

  @Override
  public Traits traits(JsonNode arguments) {
    return new Traits(false, HttpArguments.isIdempotent(arguments));
  }

  @Override
  public Set<String> addressKeys() {
    return HttpArguments.ADDRESS_KEYS;
  }

  @Override
  public JsonNode schema() {
    return KindSchema.beside(HttpKind.class, name());
  }

  @Override
  public Execution execute(AttemptContext attempt) throws InterruptedException {
    var problems = new Problems();
    var call = HttpArguments.read(attempt.arguments(), problems);
    if (call.isEmpty()) {
      return problems.failure();
    }
    return transport().execute(call.get(), attempt);
  }

  /// The body, which is what nearly every task wants.
  @Override
  public JsonNode defaultOutput(JsonNode result) {
    return result.path("body");
  }

  /// Closes all connections, those in use too. A later request opens new ones.
  @Override
  public void close() {
    lock.lock();
    try {
      var open = transport;
      if (open != null) {
        open.close();
        transport = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private HttpTransport transport() {
    var open = transport;
    if (open != null) {
      return open;
    }
    lock.lock();
    try {
      var now = transport;
      if (now == null) {
        now = opening.get();
        transport = now;
      }
      return now;
    } finally {
      lock.unlock();
    }
  }
}
