package dev.millrace.testkit.servers;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests a server as a parameter of a constructor or method: a [DynamoDbLocal] or an
/// [ElasticMq]. The first test that asks starts it; all tests of the JVM share it, so each uses
/// tables and queues of names of its own. It ends with the JVM's tests.
///
/// ```java
/// @ExtendWith(TestServers.class)
/// class StoreTest {
///   @BeforeEach
///   void open(DynamoDbLocal server) {
/// ```
public final class TestServers implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(TestServers.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == DynamoDbLocal.class || type == ElasticMq.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // In the root's store, which closes what it holds when all tests are over.
    var store = context.getRoot().getStore(NAMESPACE);
    return parameter.getParameter().getType() == DynamoDbLocal.class
        ? store.computeIfAbsent(
            DynamoDbLocal.class, _ -> DynamoDbLocal.start(), DynamoDbLocal.class)
        : store.computeIfAbsent(ElasticMq.class, _ -> ElasticMq.start(), ElasticMq.class);
  }
}
