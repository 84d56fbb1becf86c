package dev.millrace.template;

import static dev.millrace.template.Templates.MAIN;
import static dev.millrace.template.Templates.STATE;

import dev.millrace.core.plan.Plan;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Rules for the tables and the bucket.
final class StateRules {
  private static final String TABLE = "AWS::DynamoDB::Table";
  private static final Set<String> NAMES = Set.of("TableName", "BucketName");

  private StateRules() {}

  static List<TemplateRule> all() {
    return List.of(
        new TemplateRule(
            "state stays when the stack is deleted or a table is replaced",
            templates ->
                templates
                    .resources(STATE)
                    .filter(
                        resource ->
                            !resource.node().path("DeletionPolicy").asText().equals("Retain")
                                || !resource
                                    .node()
                                    .path("UpdateReplacePolicy")
                                    .asText()
                                    .equals("Retain"))
                    .map(resource -> resource.but("goes with the stack")),
            new Fault(STATE, "UpdateReplacePolicy: Retain", "UpdateReplacePolicy: Delete")),
        new TemplateRule(
            "retained state has generated names: fixed ones block the next deployment",
            templates ->
                templates
                    .resources(STATE)
                    .filter(resource -> NAMES.stream().anyMatch(name -> has(resource, name)))
                    .map(resource -> resource.but("has a fixed name")),
            new Fault(
                STATE,
                "      BillingMode: PAY_PER_REQUEST\n",
                "      BillingMode: PAY_PER_REQUEST\n      TableName: runs\n")),
        ofTables(
            "tables are paid by the request",
            table -> table.property("BillingMode").asText().equals("PAY_PER_REQUEST"),
            new Fault(STATE, "PAY_PER_REQUEST", "PROVISIONED")),
        ofTables(
            "tables can be restored to any second of the last 35 days",
            table ->
                table
                    .property("PointInTimeRecoverySpecification")
                    .path("PointInTimeRecoveryEnabled")
                    .asBoolean(),
            new Fault(
                STATE, "PointInTimeRecoveryEnabled: true", "PointInTimeRecoveryEnabled: false")),
        ofTables(
            "items end by expiresAt",
            table -> {
              var ends = table.property("TimeToLiveSpecification");
              return ends.path("AttributeName").asText().equals("expiresAt")
                  && ends.path("Enabled").asBoolean();
            },
            new Fault(STATE, "AttributeName: expiresAt", "AttributeName: expires")),
        ofTables(
            "nobody deletes a table by a slip",
            table -> table.property("DeletionProtectionEnabled").asBoolean(),
            new Fault(
                STATE, "DeletionProtectionEnabled: true", "DeletionProtectionEnabled: false")),
        ofTables(
            "indexes hold keys only, but for lists: an entry costs a write at each change",
            table ->
                table
                    .property("GlobalSecondaryIndexes")
                    .valueStream()
                    .noneMatch(
                        index ->
                            index.path("Projection").path("ProjectionType").asText().equals("ALL")),
            new Fault(STATE, "ProjectionType: KEYS_ONLY", "ProjectionType: ALL")),
        new TemplateRule(
            "payloads are private, encrypted, and read over TLS only",
            StateRules::openBuckets,
            new Fault(STATE, "RestrictPublicBuckets: true", "RestrictPublicBuckets: false")),
        new TemplateRule(
            "a payload outlives the longest run by the retention",
            StateRules::shortPayloads,
            new Fault(MAIN, "\"90\": {Days: 456}", "\"90\": {Days: 90}")),
        new TemplateRule(
            "only payloads of runs end: documents of DAGs stand in the same bucket and never do",
            StateRules::endingDocuments,
            new Fault(STATE, "            Prefix: run/\n", "")));
  }

  private static boolean has(Resource resource, String property) {
    return !resource.property(property).isMissingNode();
  }

  private static TemplateRule ofTables(String says, Predicate<Resource> holds, Fault fault) {
    return new TemplateRule(
        says,
        templates ->
            templates
                .ofType(TABLE)
                .filter(table -> !holds.test(table))
                .map(table -> table.but("does not")),
        fault);
  }

  private static Stream<String> openBuckets(Templates templates) {
    return templates
        .ofType("AWS::S3::Bucket")
        .filter(
            bucket -> {
              var closed = bucket.property("PublicAccessBlockConfiguration");
              return closed.size() < 4
                  || closed.valueStream().anyMatch(setting -> !setting.asBoolean())
                  || bucket.property("BucketEncryption").isEmpty()
                  || templates
                      .ofType("AWS::S3::BucketPolicy")
                      .noneMatch(
                          policy ->
                              References.has(policy.property("Bucket"), bucket.id())
                                  && policy
                                      .property("PolicyDocument")
                                      .toString()
                                      .contains("aws:SecureTransport"));
            })
        .map(bucket -> bucket.but("is open"));
  }

  private static Stream<String> endingDocuments(Templates templates) {
    return templates
        .ofType("AWS::S3::Bucket")
        .filter(
            bucket ->
                bucket
                    .property("LifecycleConfiguration")
                    .path("Rules")
                    .valueStream()
                    .filter(rule -> rule.has("ExpirationInDays"))
                    .anyMatch(rule -> !rule.path("Prefix").asText().equals("run/")))
        .map(bucket -> bucket.but("lets more end than the folder run/"));
  }

  private static Stream<String> shortPayloads(Templates templates) {
    var main = templates.tree(MAIN);
    var days = main.path("Mappings").path("PayloadDays");
    return main.path("Parameters")
        .path("RetentionDays")
        .path("AllowedValues")
        .valueStream()
        .filter(
            retention ->
                days.path(retention.asText()).path("Days").asLong()
                    != retention.asLong() + Plan.TIMEOUT_MAX.toDays())
        .map(retention -> "payloads kept for %s days go too early".formatted(retention.asText()));
  }
}
