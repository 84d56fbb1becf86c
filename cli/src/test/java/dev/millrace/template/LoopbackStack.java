package dev.millrace.template;

import dev.millrace.SourceFile;
import dev.millrace.aws.dynamodb.DynamoRunStore;
import dev.millrace.aws.dynamodb.Tables;
import dev.millrace.aws.s3.S3PayloadStore;
import dev.millrace.core.RunId;
import dev.millrace.engine.Clock;
import dev.millrace.engine.store.RunRecord;
import dev.millrace.testkit.servers.DynamoDbLocal;
import dev.millrace.testkit.servers.ElasticMq;
import dev.millrace.testkit.servers.EventSourceMapping;
import dev.millrace.testkit.servers.EventSourceMapping.FailedException;
import dev.millrace.testkit.servers.EventSourceMapping.Failures;
import dev.millrace.testkit.servers.LambdaFunction;
import dev.millrace.testkit.servers.LoopbackHttpApi;
import dev.millrace.testkit.servers.LoopbackParameterStore;
import dev.millrace.testkit.servers.LoopbackScheduler;
import dev.millrace.testkit.servers.QueueServer;
import dev.millrace.testkit.servers.S3Stub;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// The whole stack on this machine: the packaged functions under Lambda's own runtime client, one
/// process a function (two for `dispatch`), tables in DynamoDB Local, queues in ElasticMQ, and
/// what else they need. Names, handlers, timeouts, batch sizes, visibility and receive counts are
/// those of the templates.
public final class LoopbackStack implements AutoCloseable {
  private static final String REGION = "eu-central-1";
  private static final String NAME = "millrace";
  private static final String JAR = "functions/handlers/target/millrace-handlers.jar";
  private static final int DISPATCH_PROCESSES = 2;
  private static final List<String> JVM =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xshare:auto",
          // As Lambda's own start of the JVM says it.
          "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");

  private final Clock clock = Instant::now;
  private final Templates templates = Templates.ofRepository();
  private final int pace;
  private final QueueServer queues;
  private final S3Stub s3 = new S3Stub();
  private final LoopbackParameterStore parameters = new LoopbackParameterStore();
  private final LoopbackScheduler scheduler = LoopbackScheduler.start();
  private final LoopbackHttpApi api = new LoopbackHttpApi();
  private final DynamoDbClient dynamoDb;
  private final S3Client s3Client;
  private final Tables tables;
  private final DynamoRunStore runs;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, LambdaFunction> functions = new LinkedHashMap<>();
  private final List<EventSourceMapping> mappings = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition called = lock.newCondition();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<String> traffic = new ConcurrentLinkedQueue<>();
  private long calls;
  private volatile Runnable beforeCall = () -> {};

  /// Where the functions are packed; a build as far as `package` makes it.
  public static Path jar() {
    return SourceFile.root().resolve(JAR);
  }

  /// Starts it.
  ///
  /// @param pace divides the timeouts of the short functions and of their queues, so that a test
  ///     need not wait as long as a stack would for what a lost function left behind; 1: none
  public LoopbackStack(DynamoDbLocal dynamoDbLocal, ElasticMq elasticMq, int pace) {
    this(dynamoDbLocal, elasticMq, pace, Map.of());
  }

  /// Starts it with other services beside it.
  ///
  /// @param services variables of its functions that say where they are, and for whom
  public LoopbackStack(
      DynamoDbLocal dynamoDbLocal, ElasticMq elasticMq, int pace, Map<String, String> services) {
    this.pace = pace;
    this.queues = new QueueServer(elasticMq.endpoint());
    var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
    this.dynamoDb =
        DynamoDbClient.builder()
            .endpointOverride(dynamoDbLocal.endpoint())
            .region(Region.of(REGION))
            .credentialsProvider(credentials)
            .build();
    this.s3Client =
        S3Client.builder()
            .endpointOverride(s3.endpoint())
            .region(Region.of(REGION))
            .credentialsProvider(credentials)
            .build();
    var unique = Long.toString(clock.now().toEpochMilli(), 36);
    this.tables = new Tables("runs-" + unique, "dags-" + unique);
    dynamoDb.createTable(tables.runsTable());
    dynamoDb.createTable(tables.dagsTable());
    var payloads = new S3PayloadStore(s3Client, "payloads");
    this.runs = new DynamoRunStore(dynamoDb, tables, payloads, Duration.ofDays(90), clock);
    var addresses = new LoopbackQueues(queues, tables.runs(), pace).create(templates);
    environment.putAll(endpoints(dynamoDbLocal.endpoint(), elasticMq.endpoint()));
    environment.putAll(variables(tables, addresses));
    environment.putAll(services);
    for (var function : templates.functions()) {
      functions.put(function.name(), packed(function));
    }
    for (var mapping : QueueRules.mappings(templates)) {
      mappings.add(started(mapping, addresses));
    }
    api.connect(counted(function("api")), counted(function("callback")));
  }

  private Duration paced(Duration time) {
    return time.dividedBy(pace);
  }

  static <T> T of(Map<String, T> map, String name) {
    return Optional.ofNullable(map.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no " + name + " in " + map.keySet()));
  }

  private Map<String, String> endpoints(URI dynamoDbLocal, URI elasticMq) {
    return Map.of(
        "AWS_REGION", REGION,
        "AWS_ACCESS_KEY_ID", "test",
        "AWS_SECRET_ACCESS_KEY", "test",
        "AWS_ENDPOINT_URL_DYNAMODB", dynamoDbLocal.toString(),
        "AWS_ENDPOINT_URL_SQS", elasticMq.toString(),
        "AWS_ENDPOINT_URL_S3", s3.endpoint().toString(),
        "AWS_ENDPOINT_URL_SSM", parameters.endpoint().toString(),
        "AWS_ENDPOINT_URL_SCHEDULER", scheduler.endpoint().toString());
  }

  /// What the template sets, with the values of this stack.
  private Map<String, String> variables(Tables tables, Map<String, QueueServer.Address> addresses) {
    var values =
        Map.ofEntries(
            Map.entry("MILLRACE_RUNS_TABLE", tables.runs()),
            Map.entry("MILLRACE_DAGS_TABLE", tables.dags()),
            Map.entry("MILLRACE_PAYLOAD_BUCKET", "payloads"),
            Map.entry("MILLRACE_DISPATCH_QUEUE", of(addresses, "Dispatch").url()),
            Map.entry("MILLRACE_DISPATCH_QUEUE_ARN", of(addresses, "Dispatch").arn()),
            Map.entry("MILLRACE_DISPATCH_LONG_QUEUE", of(addresses, "DispatchLong").url()),
            Map.entry("MILLRACE_RESULTS_QUEUE", of(addresses, "Results").url()),
            Map.entry("MILLRACE_DISPATCH_DEAD_QUEUE", of(addresses, "DispatchDead").url()),
            Map.entry("MILLRACE_DISPATCH_DEAD_QUEUE_ARN", of(addresses, "DispatchDead").arn()),
            Map.entry("MILLRACE_DISPATCH_LONG_DEAD_QUEUE", of(addresses, "DispatchLongDead").url()),
            Map.entry("MILLRACE_RESULTS_DEAD_QUEUE", of(addresses, "ResultsDead").url()),
            Map.entry("MILLRACE_START_DEAD_QUEUE", of(addresses, "StartDead").url()),
            Map.entry("MILLRACE_START_DEAD_QUEUE_ARN", of(addresses, "StartDead").arn()),
            Map.entry("MILLRACE_SCHEDULE_GROUP", NAME),
            Map.entry("MILLRACE_SCHEDULER_ROLE", "arn:aws:iam::111122223333:role/scheduler"),
            Map.entry(
                "MILLRACE_START_FUNCTION",
                "arn:aws:lambda:eu-central-1:111122223333:function:millrace-start:live"),
            Map.entry("MILLRACE_TASK_ROLE", "arn:aws:iam::111122223333:role/task"),
            Map.entry("MILLRACE_API_URL", api.endpoint().toString()),
            Map.entry("MILLRACE_CALLBACK_KEY", "/millrace-engine/callback-key"),
            Map.entry("MILLRACE_SECRET_PREFIX", NAME),
            Map.entry("MILLRACE_ALLOWED_HOSTS", "127.0.0.1"),
            Map.entry("MILLRACE_RETENTION_DAYS", "90"),
            Map.entry("MILLRACE_LOG_LEVEL", "INFO"),
            Map.entry("MILLRACE_SETTINGS", "1"));
    var set = new TreeSet<String>();
    templates
        .tree(Templates.MAIN)
        .at("/Globals/Function/Environment/Variables")
        .fieldNames()
        .forEachRemaining(set::add);
    if (!set.equals(values.keySet())) {
      throw new IllegalStateException(
          "the template sets %s, this stack %s".formatted(set, new TreeSet<>(values.keySet())));
    }
    return values;
  }

  private LambdaFunction packed(dev.millrace.template.LambdaFunction function) {
    return new LambdaFunction(
        new LambdaFunction.Settings(
            NAME + "-" + function.name(),
            List.of(jar()),
            function.handler(),
            paced(function.timeout()),
            processesOf(function.name()),
            JVM,
            environment),
        clock);
  }

  /// More would only wait for the two processors of a small machine.
  private static int processesOf(String function) {
    return function.equals("dispatch") ? DISPATCH_PROCESSES : 1;
  }

  private EventSourceMapping started(
      QueueRules.Mapping mapping, Map<String, QueueServer.Address> addresses) {
    var name = mapping.function().name();
    var failures =
        mapping.settings().path("FunctionResponseTypes").path(0).asText().isEmpty()
            ? Failures.WHOLE_BATCH
            : Failures.BY_MESSAGE;
    var settings =
        new EventSourceMapping.Settings(
            of(addresses, mapping.queue().id()),
            mapping.settings().path("BatchSize").asInt(),
            processesOf(name),
            failures);
    return EventSourceMapping.start(settings, queues, counted(function(name)));
  }

  /// Tells [#await] of every call that is over: only calls change runs.
  private EventSourceMapping.Function counted(LambdaFunction function) {
    return event -> {
      beforeCall.run();
      traffic.add(event);
      try {
        var answer = function.call(event);
        traffic.add(answer);
        return answer;
      } catch (FailedException e) {
        failures.add(e.getMessage());
        throw e;
      } finally {
        lock.lock();
        try {
          calls++;
          called.signalAll();
        } finally {
          lock.unlock();
        }
      }
    };
  }

  /// Another function, of any code, in the surroundings of the stack's own.
  ///
  /// @param more variables for it
  public LambdaFunction another(String handler, List<Path> code, Map<String, String> more) {
    var variables = new HashMap<>(environment);
    variables.putAll(more);
    return new LambdaFunction(
        new LambdaFunction.Settings(
            handler, code, handler, Duration.ofMinutes(1), 1, JVM, variables),
        clock);
  }

  /// A function by its name in the template, without the stack's.
  public LambdaFunction function(String name) {
    return of(functions, name);
  }

  /// Where the API answers.
  public URI api() {
    return api.endpoint();
  }

  /// The addresses of all objects in the bucket that were asked for.
  public S3Stub s3() {
    return s3;
  }

  /// Where secrets are kept.
  public LoopbackParameterStore parameters() {
    return parameters;
  }

  /// All items of the tables and all objects of the bucket, as text.
  public String stored() {
    var all = new StringBuilder();
    for (var table : List.of(tables.runs(), tables.dags())) {
      dynamoDb.scanPaginator(scan -> scan.tableName(table)).items().forEach(all::append);
    }
    for (var path : s3.paths()) {
      s3.object(path).ifPresent(object -> all.append(new String(object, StandardCharsets.UTF_8)));
    }
    return all.toString();
  }

  /// What functions were called with, messages of all queues among it, and what they answered.
  public String traffic() {
    return String.join("\n", traffic);
  }

  /// What functions wrote to their logs last.
  public String logs() {
    return functions.values().stream()
        .flatMap(function -> function.output().stream())
        .collect(Collectors.joining("\n"));
  }

  /// The schedules that stand.
  public LoopbackScheduler scheduler() {
    return scheduler;
  }

  /// What the functions failed with.
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /// What they answered wrongly to event source mappings.
  public List<String> mistakes() {
    return mappings.stream().flatMap(mapping -> mapping.mistakes().stream()).toList();
  }

  /// Has something done before every call of a function.
  public void beforeEveryCall(Runnable what) {
    beforeCall = what;
  }

  /// The run, once something is so; asks again after every call of a function.
  ///
  /// @throws IllegalStateException when it is not within that time
  public RunRecord await(RunId run, Predicate<RunRecord> isSo, Duration atMost)
      throws InterruptedException {
    var left = atMost.toNanos();
    while (true) {
      var seen = callsNow();
      var record = runs.load(run);
      if (record.isPresent() && isSo.test(record.get())) {
        return record.get();
      }
      lock.lock();
      try {
        while (calls == seen && left > 0) {
          left = called.awaitNanos(left);
        }
      } finally {
        lock.unlock();
      }
      if (left <= 0) {
        throw new IllegalStateException(
            "%s after %s: %s; functions failed with %s".formatted(run, atMost, record, failures()));
      }
    }
  }

  private long callsNow() {
    lock.lock();
    try {
      return calls;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    // Their calls wait for functions: those end first, and what they were doing is of no interest.
    functions.values().forEach(LambdaFunction::close);
    mappings.forEach(EventSourceMapping::close);
    functions.values().forEach(LambdaFunction::close);
    api.close();
    scheduler.close();
    parameters.close();
    s3Client.close();
    s3.close();
    dynamoDb.close();
    queues.close();
  }
}
