package dev.millrace.local.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GroupCommitTest {
  @RegisterExtension private final OpenStorage storage = new OpenStorage();

  @BeforeEach
  void make_a_table() {
    writer().write(database -> database.update("CREATE TABLE seen (n INTEGER)"));
  }

  @Test
  void a_write_answers_and_is_there() {
    assertThat(writer().<Integer>write(database -> insert(database, 1))).isEqualTo(1);
    assertThat(seen()).containsExactly(1);
  }

  @Test
  void a_write_that_fails_writes_nothing_and_throws_at_its_caller() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                writer()
                    .write(
                        database -> {
                          insert(database, 1);
                          throw new IllegalArgumentException("a mistake");
                        }))
        .withMessage("a mistake");
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> writer().write(database -> database.update("INSERT INTO nowhere")))
        .withMessageContaining("millrace.db");
    assertThat(seen()).isEmpty();
  }

  @Test
  void one_that_fails_spoils_no_other_of_its_transaction() throws Exception {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var outcomes = new ArrayList<Future<Integer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // While the first write holds the thread, the others gather for the next transaction.
      var first =
          threads.submit(
              () ->
                  writer()
                      .<Integer>write(
                          database -> {
                            begun.countDown();
                            awaitUninterrupted(release);
                            return insert(database, 0);
                          }));
      begun.await();
      for (var n = 1; n <= 4; n++) {
        var number = n;
        outcomes.add(
            threads.submit(
                () ->
                    writer()
                        .<Integer>write(
                            database -> {
                              insert(database, number);
                              if (number == 2) {
                                throw new IllegalStateException("a mistake");
                              }
                              return number;
                            })));
      }
      while (writer().waiting() < 4) {
        Thread.onSpinWait();
      }
      release.countDown();
      assertThat(first.get()).isEqualTo(1);
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> outcomes.get(1).get())
          .withCauseInstanceOf(IllegalStateException.class);
      for (var good : List.of(0, 2, 3)) {
        assertThat(outcomes.get(good).get()).isEqualTo(good + 1);
      }
    }
    assertThat(seen()).containsExactlyInAnyOrder(0, 1, 3, 4);
  }

  @Test
  void many_writers_lose_nothing() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writes = new ArrayList<Future<Integer>>();
      for (var n = 0; n < 3_000; n++) {
        var number = n;
        writes.add(
            threads.submit(() -> writer().<Integer>write(database -> insert(database, number))));
      }
      for (var write : writes) {
        assertThat(write.get()).isEqualTo(1);
      }
    }
    assertThat(seen()).hasSize(3_000).doesNotHaveDuplicates();
  }

  @Test
  void who_is_interrupted_learns_nevertheless_what_was_written() {
    Thread.currentThread().interrupt();

    assertThat(writer().<Integer>write(database -> insert(database, 1))).isEqualTo(1);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(seen()).containsExactly(1);
  }

  @Test
  void after_the_commit_and_before_the_caller_goes_on_the_answer_is_told() {
    var told = new ArrayList<Integer>();

    writer().write(database -> insert(database, 1), told::add);

    assertThat(told).containsExactly(1);
  }

  @Test
  void a_closed_storage_says_so() {
    var writer = writer();
    storage.close();

    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> writer.write(database -> insert(database, 1)))
        .withMessageContaining("millrace.db is closed");
  }

  private GroupCommit writer() {
    return storage.get().writer();
  }

  private static int insert(Statements database, int n) throws SQLException {
    return database.update("INSERT INTO seen (n) VALUES (?)", n);
  }

  private List<Integer> seen() {
    return writer().write(database -> database.all("SELECT n FROM seen", row -> row.getInt(1)));
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
