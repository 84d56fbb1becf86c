package dev.millrace.testkit.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.engine.Clock;
import dev.millrace.testkit.servers.EventSourceMapping.FailedException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One process of a function under Lambda's own runtime client, and the runtime API that it asks
/// for calls. It takes one call at a time and ends with the test: without the API it has nobody to
/// ask.
final class FunctionProcess implements AutoCloseable {
  private static final String API = "/2018-06-01/runtime/";
  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  private static final int OFFERED_MS = 100;

  /// Lines of its output that are kept.
  private static final int LINES_KEPT = 10_000;

  /// Lines that are told with a failure.
  private static final int LINES_TOLD = 20;

  private final OnLoopback function;
  private final HttpServer api;
  private final Process process;
  private final Thread reader;
  private final SynchronousQueue<Call> next = new SynchronousQueue<>();
  private volatile @Nullable Call running;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();

  /// How a function is run.
  ///
  /// @param code its jars and folders of classes
  /// @param environment all that it finds in its environment beside what Lambda says
  /// @param clock that deadlines are told by
  record OnLoopback(
      String name,
      List<Path> code,
      String handler,
      Duration timeout,
      List<String> options,
      Map<String, String> environment,
      Clock clock) {
    OnLoopback {
      code = List.copyOf(code);
      options = List.copyOf(options);
      environment = Map.copyOf(environment);
    }
  }

  private record Call(
      String id, String event, Instant deadline, CompletableFuture<String> answer) {}

  private FunctionProcess(OnLoopback function) throws IOException {
    this.function = function;
    this.api = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    api.createContext(API, this::serve);
    api.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    api.start();
    this.process = start();
    this.reader = Thread.ofVirtual().name(function.name()).start(this::readOutput);
    var _ = process.onExit().thenRun(() -> ended.complete("the process ended"));
  }

  /// Starts one; it initializes while this returns.
  static FunctionProcess start(OnLoopback function) {
    try {
      return new FunctionProcess(function);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start() throws IOException {
    var runtime = ServerClassPath.find("testkit/runtime").entries();
    var classPath = new ArrayList<String>();
    function.code().forEach(entry -> classPath.add(entry.toString()));
    runtime.forEach(entry -> classPath.add(entry.toString()));
    var words = new ArrayList<String>();
    words.add(ProcessHandle.current().info().command().orElse("java"));
    words.addAll(function.options());
    words.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), CLIENT));
    words.add(function.handler());
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    var environment = builder.environment();
    environment.keySet().removeIf(name -> !name.equals("PATH") && !name.equals("HOME"));
    environment.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + api.getAddress().getPort());
    environment.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512");
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    environment.put("_HANDLER", function.handler());
    environment.putAll(function.environment());
    return builder.start();
  }

  boolean isAlive() {
    return process.isAlive() && !ended.isDone();
  }

  /// Calls the function.
  ///
  /// @throws FailedException when it failed, took too long, or its process ended
  String call(String id, String event) throws FailedException, InterruptedException {
    var deadline = function.clock().now().plus(function.timeout());
    var call = new Call(id, event, deadline, new CompletableFuture<>());
    var _ = ended.thenAccept(why -> call.answer().completeExceptionally(new IOException(why)));
    running = call;
    try {
      while (!call.answer().isDone() && !next.offer(call, OFFERED_MS, TimeUnit.MILLISECONDS)) {
        // It initializes; should it end instead, nobody will take the call.
      }
      return call.answer().get(function.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new FailedException(function.name() + ": " + causeOf(e) + "\n" + lastWords());
    } catch (TimeoutException e) {
      kill(); // as Lambda does
      throw new FailedException(function.name() + " ran into its timeout");
    } finally {
      running = null;
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    var what = exchange.getRequestURI().getPath().substring(API.length());
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (what.equals("invocation/next")) {
      handOut(exchange);
      return;
    }
    if (what.equals("restore/next")) {
      answer(exchange, 200, ""); // the picture was taken, and this is a copy of it
      return;
    }
    var call = running;
    if (what.equals("init/error")) {
      ended.complete("it could not be initialized: " + body);
    } else if (call != null && what.equals("invocation/" + call.id() + "/response")) {
      call.answer().complete(body);
    } else if (call != null && what.equals("invocation/" + call.id() + "/error")) {
      call.answer().completeExceptionally(new IOException(body));
    }
    answer(exchange, 202, "{\"status\":\"OK\"}");
  }

  private void handOut(HttpExchange exchange) throws IOException {
    try {
      var call = next.take();
      var headers = exchange.getResponseHeaders();
      headers.set("Lambda-Runtime-Aws-Request-Id", call.id());
      headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(call.deadline().toEpochMilli()));
      headers.set(
          "Lambda-Runtime-Invoked-Function-Arn",
          "arn:aws:lambda:eu-central-1:111122223333:function:" + function.name());
      answer(exchange, 200, call.event());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void readOutput() {
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (lastLines) {
          lastLines.addLast(line);
          if (lastLines.size() > LINES_KEPT) {
            lastLines.removeFirst();
          }
        }
      }
    } catch (IOException closed) {
      // The process is over.
    }
  }

  private static String causeOf(ExecutionException failure) {
    var cause = failure.getCause();
    return cause == null ? failure.toString() : String.valueOf(cause.getMessage());
  }

  private String lastWords() {
    var lines = output();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size()));
  }

  /// The last lines that it wrote.
  List<String> output() {
    synchronized (lastLines) {
      return List.copyOf(lastLines);
    }
  }

  /// Processor time that it has taken so far, to a hundredth of a second.
  Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /// Ends the process as `kill -9` does, wherever it is, and reads what it had written.
  void kill() {
    process.destroyForcibly().onExit().join();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ended.complete("the process ended");
  }

  @Override
  public void close() {
    kill();
    api.stop(0);
  }
}
