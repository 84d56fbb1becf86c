package dev.millrace.aws.dynamodb;

import dev.millrace.engine.store.RunStore.Recording;
import dev.millrace.engine.store.TaskFormat;
import dev.millrace.engine.store.TaskRecord;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A record on its way to its place: an attribute of the item of its task, or of the group of its
/// instance. For one thread.
final class RecordSlot {
  /// The attribute of a whole task's record.
  static final String WHOLE = "record";

  /// Begins the attribute of an instance's record; its index follows.
  static final String INSTANCE = "i";

  private final TaskRecord next;
  private @Nullable Recording answer;

  RecordSlot(TaskRecord next) {
    this.next = next;
  }

  /// The sort key of the item that it belongs to.
  String home() {
    return next.index().isPresent()
        ? SortKey.group(next.task(), next.index().getAsInt())
        : SortKey.task(next.task());
  }

  String attribute() {
    return next.index().isPresent() ? INSTANCE + next.index().getAsInt() : WHOLE;
  }

  TaskRecord next() {
    return next;
  }

  /// Whether an earlier record is likely to stand there: then it is read first, because a write
  /// that is refused costs five times a read.
  boolean followsAnother() {
    return next.attempt() > 1 || next.step() > 0;
  }

  boolean isOpen() {
    return answer == null;
  }

  Recording answer() {
    if (answer == null) {
      throw new IllegalStateException("the record of " + next.task() + " was not dealt with");
    }
    return answer;
  }

  void stored() {
    answer = new Recording.Stored();
  }

  /// Refuses it if what stands there does not give way.
  void refuseBy(Map<String, AttributeValue> standing) {
    before(standing)
        .filter(current -> !current.givesWayTo(next))
        .ifPresent(current -> answer = new Recording.Refused(current));
  }

  /// What stands there; empty when nothing does.
  Optional<TaskRecord> before(Map<String, AttributeValue> standing) {
    return Optional.ofNullable(standing.get(attribute()))
        .map(value -> TaskFormat.read(StoredText.read(value)));
  }

  /// What to write, after what stands there.
  AttributeValue value(Map<String, AttributeValue> standing) {
    return StoredText.of(TaskFormat.write(before(standing).map(next::after).orElse(next)));
  }
}
