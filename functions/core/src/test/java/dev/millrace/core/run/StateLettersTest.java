package dev.millrace.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.TaskState;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// State letters against a plain text of them.
class StateLettersTest {
  private static final TaskState[] STATES = TaskState.values();

  @Test
  void letters_say_what_was_set_and_copies_stay_as_they_were() {
    var dice = new Random(7);
    for (var size : new int[] {0, 1, 127, 128, 129, 1000}) {
      var letters = StateLetters.all(size, TaskState.WAITING);
      var text = new StringBuilder("w".repeat(size));
      for (var round = 0; round < 50 && size > 0; round++) {
        var before = text.toString();
        var next = letters.copy();
        for (var change = dice.nextInt(5); change >= 0; change--) {
          var place = dice.nextInt(size);
          var state = STATES[dice.nextInt(STATES.length)];
          next.set(place, state);
          text.setCharAt(place, (char) state.letter());
        }
        assertThat(letters).hasToString(before);
        assertThat(next).hasToString(text.toString());
        assertThat(next.equals(letters)).isEqualTo(before.contentEquals(text));
        assertThat(next).isEqualTo(StateLetters.parse(text.toString()));
        for (var state : STATES) {
          var letter = (char) state.letter();
          assertThat(next.count(state)).isEqualTo(count(text, letter));
          var from = dice.nextInt(size);
          var found = text.indexOf(String.valueOf(letter), from);
          assertThat(next.next(state, from)).isEqualTo(found < 0 ? size : found);
        }
        letters = next;
      }
    }
  }

  @Test
  void rows_go_over_the_borders_of_chunks() {
    var letters = StateLetters.all(StateLetters.CHUNK * 3, TaskState.WAITING);
    letters.set(StateLetters.CHUNK * 2 + 1, TaskState.SUCCEEDED);
    var rows = new StringBuilder();
    letters.forEachRow((letter, count) -> rows.append(letter).append(count).append(' '));
    assertThat(rows).hasToString("w257 S1 w126 ");
  }

  private static int count(CharSequence text, char letter) {
    return (int) text.chars().filter(each -> each == letter).count();
  }
}
