package dev.millrace.aws.dynamodb;

import dev.millrace.core.RunId;
import dev.millrace.core.RunStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Asks one partition of a list's index for runs, the newest first.
record StartQuery(
    Items items, String index, String partition, String value, Optional<RunStatus> status) {
  /// Smaller pages would ask too often where a status is rare.
  private static final int LEAST_LOOKED_AT = 100;

  /// Some runs, and where the partition goes on.
  ///
  /// @param goesOnBelow the bound for what comes next; empty when there is no more
  record Found(List<RunId> runs, Optional<String> goesOnBelow) {
    Found {
      runs = List.copyOf(runs);
    }
  }

  /// The newest runs of the range.
  Found newest(StartRange range, int wanted) {
    if (range.isEmpty()) {
      return new Found(List.of(), Optional.empty());
    }
    var runs = new ArrayList<RunId>(wanted);
    var request = request(range, wanted);
    while (true) {
      var answer = items.client().query(request);
      for (var entry : answer.items()) {
        var started = RunLists.text(entry, Tables.STARTED);
        if (started.compareTo(range.below()) < 0) {
          runs.add(RunLists.runOf(entry));
          if (runs.size() == wanted) {
            return new Found(runs, Optional.of(started));
          }
        }
      }
      if (!answer.hasLastEvaluatedKey() || answer.lastEvaluatedKey().isEmpty()) {
        return new Found(runs, Optional.empty());
      }
      request = request.toBuilder().exclusiveStartKey(answer.lastEvaluatedKey()).build();
    }
  }

  private QueryRequest request(StartRange range, int wanted) {
    var values = new HashMap<String, AttributeValue>();
    values.put(":partition", AttributeValue.fromS(value));
    values.put(":lowest", AttributeValue.fromS(range.lowest()));
    // BETWEEN takes its upper bound in; where that is a run, the walk is past it already.
    values.put(":below", AttributeValue.fromS(range.below()));
    var names = new HashMap<String, String>();
    names.put("#partition", partition);
    names.put("#started", Tables.STARTED);
    var query =
        QueryRequest.builder()
            .tableName(items.table())
            .indexName(index)
            .keyConditionExpression(
                "#partition = :partition AND #started BETWEEN :lowest AND :below")
            .scanIndexForward(false)
            .limit(status.isPresent() ? Math.max(wanted, LEAST_LOOKED_AT) : wanted + 1);
    status.ifPresent(
        wantedStatus -> {
          names.put("#status", "status");
          values.put(":status", AttributeValue.fromS(wantedStatus.name()));
          query.filterExpression("#status = :status");
        });
    return query.expressionAttributeNames(names).expressionAttributeValues(values).build();
  }
}
