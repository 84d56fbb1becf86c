package dev.millrace.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.core.Attempt;
import dev.millrace.core.Work;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkRangesTest {
  @Test
  void neighbours_stand_together() {
    assertThat(
            WorkRanges.ofWorks(
                List.of(Work.of(1), Work.of(3), Work.of(4), Work.of(5, 8), Work.of(5, 9))))
        .isEqualTo("1,3-4,5[8-9]");
  }

  @Test
  void attempts_stand_together_when_number_and_step_are_the_same() {
    assertThat(
            WorkRanges.ofAttempts(
                List.of(
                    Attempt.first(Work.of(17), 1),
                    Attempt.first(Work.of(18), 1),
                    Attempt.first(Work.of(19), 2),
                    new Attempt(Work.of(3, 4), 2, 1))))
        .isEqualTo("17-18#1,19#2,3[4]#2/1");
  }

  @Test
  void order_is_kept() {
    var backwards = List.of(Work.of(4), Work.of(3), Work.of(3, 1), Work.of(2, 2));

    assertThat(WorkRanges.works(WorkRanges.ofWorks(backwards))).isEqualTo(backwards);
  }

  @Test
  void what_was_written_is_read_back() {
    var generated = new Generated(8);
    for (var i = 0; i < 1_000; i++) {
      var attempts = generated.attempts();
      assertThat(WorkRanges.attempts(WorkRanges.ofAttempts(attempts))).isEqualTo(attempts);
      var works = generated.list(9, generated::work);
      assertThat(WorkRanges.works(WorkRanges.ofWorks(works))).isEqualTo(works);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x#1", "1", "1-#1", "3[1#1", "9-2#1", "1-999999999#1", "1#1,,2#1"})
  void other_text_is_refused(String text) {
    assertThatExceptionOfType(StoredTextException.class)
        .isThrownBy(() -> WorkRanges.attempts(text));
  }
}
