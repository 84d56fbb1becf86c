package dev.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.DagName;
import dev.millrace.engine.store.DagStore;
import dev.millrace.engine.store.DagStore.Putting;
import dev.millrace.engine.store.DagVersion;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [DagStore] does. An implementation gives each test an empty store.
public abstract class DagStoreContract {
  private static final DagName ORDERS = new DagName("orders");
  private static final String DOCUMENT = "dag: orders # größer\ntasks: {}\n";

  /// The store of the running test, empty at its start.
  protected abstract DagStore dags();

  @Test
  void the_first_document_is_version_1() {
    assertThat(dags().put(ORDERS, DOCUMENT, "sha256:a", Examples.START))
        .isEqualTo(new Putting.Added(1));

    var stored = new DagVersion(ORDERS, 1, DOCUMENT, "sha256:a", Examples.START);
    assertThat(dags().latest(ORDERS)).contains(stored);
    assertThat(dags().version(ORDERS, 1)).contains(stored);
  }

  @Test
  void the_same_digest_as_the_latest_stores_nothing() {
    dags().put(ORDERS, DOCUMENT, "sha256:a", Examples.START);

    assertThat(dags().put(ORDERS, DOCUMENT + "# more", "sha256:a", Examples.at(5)))
        .isEqualTo(new Putting.Unchanged(1));
    assertThat(dags().latest(ORDERS).orElseThrow().document()).isEqualTo(DOCUMENT);
    assertThat(dags().version(ORDERS, 2)).isEmpty();
  }

  @Test
  void another_digest_is_the_next_version_also_one_that_stood_before() {
    dags().put(ORDERS, "one", "sha256:a", Examples.START);

    assertThat(dags().put(ORDERS, "two", "sha256:b", Examples.at(5)))
        .isEqualTo(new Putting.Added(2));
    assertThat(dags().put(ORDERS, "one", "sha256:a", Examples.at(6)))
        .isEqualTo(new Putting.Added(3));
    assertThat(dags().latest(ORDERS).orElseThrow().version()).isEqualTo(3);
    assertThat(dags().version(ORDERS, 2).orElseThrow().document()).isEqualTo("two");
  }

  @Test
  void of_racing_puts_each_gets_a_version_of_its_own() {
    var puttings =
        Together.race(
            8, racer -> dags().put(ORDERS, "document " + racer, "sha256:" + racer, Examples.START));

    assertThat(puttings)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 8).mapToObj(Putting.Added::new).toList());
    for (var racer = 0; racer < 8; racer++) {
      var version = puttings.get(racer).version();
      assertThat(dags().version(ORDERS, version).orElseThrow().document())
          .isEqualTo("document " + racer);
    }
  }

  @Test
  void of_racing_puts_of_the_same_document_one_is_stored() {
    var puttings = Together.race(8, _ -> dags().put(ORDERS, DOCUMENT, "sha256:a", Examples.START));

    assertThat(puttings).containsOnlyOnce(new Putting.Added(1)).contains(new Putting.Unchanged(1));
    assertThat(puttings).allMatch(putting -> putting.version() == 1);
  }

  @Test
  void what_was_never_put_is_not_there() {
    assertThat(dags().latest(ORDERS)).isEmpty();
    assertThat(dags().version(ORDERS, 1)).isEmpty();
    assertThat(dags().list()).isEmpty();
  }

  @Test
  void the_list_holds_the_latest_of_each_by_name() {
    dags().put(new DagName("b"), "b1", "sha256:1", Examples.START);
    dags().put(new DagName("a"), "a1", "sha256:1", Examples.START);
    dags().put(new DagName("a"), "a2", "sha256:2", Examples.START);
    dags().put(new DagName("gone"), "g1", "sha256:1", Examples.START);
    dags().remove(new DagName("gone"));

    assertThat(dags().list()).extracting(DagVersion::document).containsExactly("a2", "b1");
  }

  @Test
  void a_removed_dag_is_unknown_but_open_runs_still_read_their_version() {
    dags().put(ORDERS, DOCUMENT, "sha256:a", Examples.START);

    assertThat(dags().remove(ORDERS)).isTrue();

    assertThat(dags().latest(ORDERS)).isEmpty();
    assertThat(dags().version(ORDERS, 1).orElseThrow().document()).isEqualTo(DOCUMENT);
  }

  @Test
  void a_removal_says_whether_there_was_one() {
    assertThat(dags().remove(ORDERS)).isFalse();
    dags().put(ORDERS, DOCUMENT, "sha256:a", Examples.START);
    assertThat(dags().remove(ORDERS)).isTrue();
    assertThat(dags().remove(ORDERS)).isFalse();
  }

  @Test
  void numbers_go_on_after_a_removal_also_for_the_same_document() {
    dags().put(ORDERS, DOCUMENT, "sha256:a", Examples.START);
    dags().remove(ORDERS);

    assertThat(dags().put(ORDERS, DOCUMENT, "sha256:a", Examples.at(5)))
        .isEqualTo(new Putting.Added(2));
    assertThat(dags().latest(ORDERS).orElseThrow().created()).isEqualTo(Examples.at(5));
  }
}
