/// Servers that stand for AWS in tests: DynamoDB Local and ElasticMQ, each a process of its own on
/// a free port of the loopback address, started once for a test JVM and ended with it. Nothing of
/// theirs reaches the class path of a test. Begin with [TestServers].
@NullMarked
package dev.millrace.testkit.servers;

import org.jspecify.annotations.NullMarked;
