package dev.millrace.core.run;

import dev.millrace.core.TaskState;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// State letters in a row, and how many of each there are. Kept in chunks that copies share until
/// they change them, so that a step of a run costs what it changes and not what the run has.
/// Immutable once a state holds it.
public final class StateLetters {
  /// Letters of a chunk: the copying of one chunk and of all references to chunks cost about the
  /// same for the largest run (10,000 tasks).
  static final int CHUNK = 128;

  private final int size;
  private final Chunk[] chunks;
  private final int[] counts;
  private final BitSet own = new BitSet();

  /// Takes letters that stand in a row.
  @FunctionalInterface
  public interface Row {
    /// The letter stands `count` times; the next call has another letter.
    void of(char letter, int count);
  }

  /// Some letters; who shares it does not change it.
  private static final class Chunk {
    private final byte[] letters;
    private volatile byte @Nullable [] starts;

    Chunk(byte[] letters) {
      this.letters = letters;
    }

    /// Where another letter begins; worked out once, because most chunks are never changed again.
    byte[] starts() {
      var known = starts;
      if (known == null) {
        var found = new byte[letters.length];
        var rows = 0;
        for (var place = 0; place < letters.length; place++) {
          if (place == 0 || letters[place] != letters[place - 1]) {
            found[rows++] = (byte) place;
          }
        }
        known = Arrays.copyOf(found, rows);
        starts = known;
      }
      return known;
    }
  }

  private StateLetters(int size, Chunk[] chunks, int[] counts) {
    this.size = size;
    this.chunks = chunks;
    this.counts = counts;
  }

  /// That many times the same.
  static StateLetters all(int size, TaskState state) {
    var letters = new byte[size];
    Arrays.fill(letters, state.letter());
    return of(letters);
  }

  /// Reads what [#toString()] wrote.
  ///
  /// @throws IllegalArgumentException for letters that no state has
  static StateLetters parse(String letters) {
    return of(letters.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static StateLetters of(byte[] letters) {
    var counts = new int[TaskState.LETTERS];
    for (var letter : letters) {
      counts[TaskState.of(letter).letter()]++;
    }
    var chunks = new Chunk[(letters.length + CHUNK - 1) / CHUNK];
    for (var chunk = 0; chunk < chunks.length; chunk++) {
      var from = chunk * CHUNK;
      chunks[chunk] =
          new Chunk(Arrays.copyOfRange(letters, from, Math.min(from + CHUNK, letters.length)));
    }
    return new StateLetters(letters.length, chunks, counts);
  }

  /// How many there are.
  public int size() {
    return size;
  }

  TaskState at(int place) {
    return TaskState.of(chunks[place / CHUNK].letters[place % CHUNK]);
  }

  int count(TaskState state) {
    return counts[state.letter()];
  }

  /// The first place at or after `from` with that state, or the size when there is none.
  int next(TaskState state, int from) {
    var place = count(state) == 0 ? size : from;
    while (place < size && chunks[place / CHUNK].letters[place % CHUNK] != state.letter()) {
      place++;
    }
    return place;
  }

  /// A copy that whoever made it may change until a state holds it.
  StateLetters copy() {
    return new StateLetters(size, chunks.clone(), counts.clone());
  }

  /// Changes one; only on a copy that no state holds yet.
  void set(int place, TaskState state) {
    var index = place / CHUNK;
    // A chunk of its own may have told its rows before: then it is made anew as well.
    if (!own.get(index) || chunks[index].starts != null) {
      chunks[index] = new Chunk(chunks[index].letters.clone());
      own.set(index);
    }
    var letters = chunks[index].letters;
    counts[letters[place % CHUNK]]--;
    counts[state.letter()]++;
    letters[place % CHUNK] = state.letter();
  }

  /// Tells the letters from the first to the last, equal ones in a row at once.
  public void forEachRow(Row row) {
    var letter = (byte) 0;
    var count = 0;
    for (var chunk : chunks) {
      var starts = chunk.starts();
      for (var i = 0; i < starts.length; i++) {
        var end = i + 1 < starts.length ? starts[i + 1] : chunk.letters.length;
        var next = chunk.letters[starts[i]];
        if (next != letter && count > 0) {
          row.of((char) letter, count);
          count = 0;
        }
        letter = next;
        count += end - starts[i];
      }
    }
    if (count > 0) {
      row.of((char) letter, count);
    }
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof StateLetters that) || size != that.size) {
      return false;
    }
    for (var i = 0; i < chunks.length; i++) {
      if (chunks[i] != that.chunks[i]
          && !Arrays.equals(chunks[i].letters, that.chunks[i].letters)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    var hash = size;
    for (var chunk : chunks) {
      hash = 31 * hash + Arrays.hashCode(chunk.letters);
    }
    return hash;
  }

  /// One letter each.
  @Override
  public String toString() {
    var text = new StringBuilder(size);
    forEachRow((letter, count) -> text.repeat(letter, count));
    return text.toString();
  }
}
