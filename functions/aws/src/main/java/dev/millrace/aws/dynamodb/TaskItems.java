package dev.millrace.aws.dynamodb;

import dev.millrace.core.RunId;
import dev.millrace.core.TaskName;
import dev.millrace.engine.store.RunStore.Reading;
import dev.millrace.engine.store.RunStore.Recording;
import dev.millrace.engine.store.RunStore.Stop;
import dev.millrace.engine.store.TaskFormat;
import dev.millrace.engine.store.TaskRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// TASK: one item for a task, one for each group of ten instances of a mapped task. All attempts of
/// an instance go to the item of its group, so that one condition decides between a late worker
/// and whoever declared it lost.
final class TaskItems {
  /// Whole tasks stand before their instances.
  private static final Comparator<TaskRecord> BY_NAME_AND_INDEX =
      Comparator.comparing(TaskRecord::task).thenComparingInt(record -> record.index().orElse(-1));

  /// Each round that is refused means that somebody else wrote; nobody writes as often as this.
  private static final int ROUNDS_MAX = 50;

  private final Items items;
  private final Batches batches;
  private final Expiry expiry;

  TaskItems(Items items, Batches batches, Expiry expiry) {
    this.items = items;
    this.batches = batches;
    this.expiry = expiry;
  }

  List<Recording> record(RunId run, List<TaskRecord> records) {
    var slots = records.stream().map(RecordSlot::new).toList();
    var expiresAt = expiry.of(run);
    for (var left = slots; !left.isEmpty(); left = later(left)) {
      var homes = new LinkedHashMap<String, Map<String, RecordSlot>>();
      for (var slot : left) {
        homes
            .computeIfAbsent(slot.home(), _ -> new LinkedHashMap<>())
            .putIfAbsent(slot.attribute(), slot);
      }
      Parallel.map(
          List.copyOf(homes.entrySet()),
          home -> write(run, home.getKey(), List.copyOf(home.getValue().values()), expiresAt));
    }
    return slots.stream().map(RecordSlot::answer).toList();
  }

  /// A second record for the same place is written after the first.
  private static List<RecordSlot> later(List<RecordSlot> slots) {
    return slots.stream().filter(RecordSlot::isOpen).toList();
  }

  private int write(RunId run, String home, List<RecordSlot> slots, long expiresAt) {
    var key = items.key(run, home);
    var standing =
        slots.stream().anyMatch(RecordSlot::followsAnother)
            ? items.get(key).orElse(Map.of())
            : Map.<String, AttributeValue>of();
    for (var round = 0; round < ROUNDS_MAX; round++) {
      var seen = standing;
      slots.stream().filter(RecordSlot::isOpen).forEach(slot -> slot.refuseBy(seen));
      var open = slots.stream().filter(RecordSlot::isOpen).toList();
      if (open.isEmpty()) {
        return round;
      }
      var fresh = open.stream().filter(slot -> slot.before(seen).isEmpty()).toList();
      standing = update(key, fresh.isEmpty() ? open.subList(0, 1) : fresh, seen, expiresAt);
    }
    throw new IllegalStateException(
        "run %s: %s was written %d times by others while it was to be written"
            .formatted(run, home, ROUNDS_MAX));
  }

  /// Writes some slots at once.
  ///
  /// @return the item as it is then known to be
  private Map<String, AttributeValue> update(
      Map<String, AttributeValue> key,
      List<RecordSlot> slots,
      Map<String, AttributeValue> seen,
      long expiresAt) {
    var values = new LinkedHashMap<RecordSlot, AttributeValue>();
    slots.forEach(slot -> values.put(slot, slot.value(seen)));
    var update = new RecordUpdate(seen, expiresAt);
    values.forEach(update::with);
    var mark = Mark.next();
    update.signedBy(mark);
    try {
      items.client().updateItem(update.request(items.table(), key));
    } catch (ConditionalCheckFailedException refused) {
      var standing = Items.standingIn(refused);
      if (mark.isOn(standing)) {
        // The answer was lost and the SDK sent it again. To the engine a refused parking means that
        // another outcome came first, so that the job outside must be cancelled.
        slots.forEach(RecordSlot::stored);
      }
      return standing;
    }
    slots.forEach(RecordSlot::stored);
    return seen;
  }

  Reading read(RunId run, Collection<TaskName> names) {
    var keys = Stream.concat(names.stream().distinct().map(SortKey::task), Stream.of(SortKey.STOP));
    var records = new HashMap<TaskName, TaskRecord>();
    Optional<Stop> stop = Optional.empty();
    for (var item : batches.get(keys.map(sk -> items.key(run, sk)).toList())) {
      if (AttributeValue.fromS(SortKey.STOP).equals(item.get(Tables.SK))) {
        stop = Optional.of(StopItem.SHAPE.read(item).stop());
      } else {
        recordsIn(item).forEach(record -> records.put(record.task(), record));
      }
    }
    return new Reading(records, stop);
  }

  Optional<TaskRecord> task(RunId run, TaskName task, OptionalInt index) {
    var sk = index.isPresent() ? SortKey.group(task, index.getAsInt()) : SortKey.task(task);
    return items.get(items.key(run, sk)).stream()
        .flatMap(TaskItems::recordsIn)
        .filter(record -> record.index().equals(index))
        .findFirst();
  }

  List<TaskRecord> instances(RunId run, TaskName task) {
    return beginning(run, SortKey.groups(task));
  }

  List<TaskRecord> tasks(RunId run) {
    return beginning(run, SortKey.TASKS);
  }

  private List<TaskRecord> beginning(RunId run, String prefix) {
    var records = new ArrayList<TaskRecord>();
    for (var item : batches.beginning(run.text(), prefix)) {
      recordsIn(item).forEach(records::add);
    }
    records.sort(BY_NAME_AND_INDEX);
    return records;
  }

  private static Stream<TaskRecord> recordsIn(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .filter(attribute -> isRecord(attribute.getKey()))
        .map(attribute -> TaskFormat.read(StoredText.read(attribute.getValue())));
  }

  private static boolean isRecord(String attribute) {
    return attribute.equals(RecordSlot.WHOLE)
        || (attribute.startsWith(RecordSlot.INSTANCE)
            && attribute.chars().skip(1).allMatch(Character::isDigit));
  }
}
