package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.DagName;
import dev.millrace.core.RunId;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Ids of one data folder.
class HostIdsTest {
  private final HostIds ids = new HostIds(() -> Instant.parse("2026-11-23T06:00:00Z"), 37);

  @Test
  void a_ulid_begins_with_its_time_and_is_never_the_same() {
    var ulids = IntStream.range(0, 1_000).mapToObj(_ -> ids.ulid()).toList();
    assertThat(ulids)
        .doesNotHaveDuplicates()
        .allMatch(ulid -> ulid.matches("[0-9A-HJKMNP-TV-Z]{26}"));
    // 2026-11-23T06:00:00Z is 1795413600000 ms.
    assertThat(ulids).allMatch(ulid -> ulid.startsWith("01M83FTSR0"));
    assertThat(RunId.isValid(RunId.named(new DagName("dag"), ulids.getFirst()).text())).isTrue();
  }

  @Test
  void ulids_sort_by_time() {
    var later = new HostIds(() -> Instant.parse("2026-11-23T06:00:00.001Z"), 37);
    assertThat(ids.ulid()).isLessThan(later.ulid());
  }

  @Test
  void an_invocation_is_named_by_the_hosts_start_and_its_number() {
    assertThat(ids.invocation()).isEqualTo("11-1");
    assertThat(ids.invocation()).isEqualTo("11-2");
  }
}
