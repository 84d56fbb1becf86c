package dev.millrace.aws.dynamodb;

import dev.millrace.engine.store.TaskRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// One update of one item: sets the records of some slots, each on the condition that what stands
/// there is what was seen, and beside them what filters can find: a task's `status`, a group's
/// numbers of instances that are `failed` or `parked`.
final class RecordUpdate {
  private final Map<String, AttributeValue> seen;
  private final List<String> sets = new ArrayList<>();
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Set<String>> added = new TreeMap<>();
  private final Map<String, Set<String>> dropped = new TreeMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();

  /// @param seen the item as far as it is known
  RecordUpdate(Map<String, AttributeValue> seen, long expiresAt) {
    this.seen = seen;
    set(Tables.EXPIRES_AT, AttributeValue.fromN(Long.toString(expiresAt)));
  }

  /// Adds a slot. Slots that replace something go alone: a set of numbers cannot be added to and
  /// dropped from at once.
  RecordUpdate with(RecordSlot slot, AttributeValue value) {
    var attribute = slot.attribute();
    var name = set(attribute, value);
    var before = seen.get(attribute);
    if (before == null) {
      conditions.add("attribute_not_exists(" + name + ")");
    } else {
      var old = ":old" + values.size();
      conditions.add(name + " = " + old);
      values.put(old, before);
    }
    if (slot.next().index().isEmpty()) {
      set("status", AttributeValue.fromS(statusOf(slot.next())));
    } else {
      var index = Integer.toString(slot.next().index().getAsInt());
      var was = slot.before(seen).flatMap(RecordUpdate::listOf);
      var is = listOf(slot.next());
      was.filter(list -> !is.equals(was)).ifPresent(list -> add(dropped, list, index));
      is.filter(list -> !was.equals(is)).ifPresent(list -> add(added, list, index));
    }
    return this;
  }

  /// Leaves the mark of the call that writes.
  void signedBy(Mark mark) {
    set(Mark.ATTRIBUTE, mark.value());
  }

  private static void add(Map<String, Set<String>> lists, String list, String index) {
    lists.computeIfAbsent(list, _ -> new TreeSet<>()).add(index);
  }

  private String set(String attribute, AttributeValue value) {
    var name = "#n" + names.size();
    names.put(name, attribute);
    var placeholder = ":v" + values.size();
    values.put(placeholder, value);
    sets.add(name + " = " + placeholder);
    return name;
  }

  UpdateItemRequest request(String table, Map<String, AttributeValue> key) {
    var expression = new StringBuilder("SET ").append(String.join(", ", sets));
    lists(expression, "ADD", added);
    lists(expression, "DELETE", dropped);
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(key)
        .updateExpression(expression.toString())
        .conditionExpression(String.join(" AND ", conditions))
        .expressionAttributeNames(names)
        .expressionAttributeValues(values)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  private void lists(StringBuilder expression, String verb, Map<String, Set<String>> lists) {
    var parts = new ArrayList<String>();
    for (var list : lists.entrySet()) {
      var name = "#n" + names.size();
      names.put(name, list.getKey());
      var placeholder = ":v" + values.size();
      values.put(placeholder, AttributeValue.fromNs(List.copyOf(list.getValue())));
      parts.add(name + " " + placeholder);
    }
    if (!parts.isEmpty()) {
      expression.append(' ').append(verb).append(' ').append(String.join(", ", parts));
    }
  }

  static String statusOf(TaskRecord record) {
    return switch (record.content()) {
      case TaskRecord.Content.Succeeded _ -> "SUCCEEDED";
      case TaskRecord.Content.Failed _ -> "FAILED";
      case TaskRecord.Content.Parked _ -> "PARKED";
    };
  }

  /// The list of its group that an instance stands in.
  private static Optional<String> listOf(TaskRecord record) {
    return switch (record.content()) {
      case TaskRecord.Content.Succeeded _ -> Optional.empty();
      case TaskRecord.Content.Failed _ -> Optional.of("failed");
      case TaskRecord.Content.Parked _ -> Optional.of("parked");
    };
  }
}
