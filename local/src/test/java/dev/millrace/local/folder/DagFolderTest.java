package dev.millrace.local.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.DagName;
import dev.millrace.local.HostOptions;
import dev.millrace.local.LocalHost;
import dev.millrace.local.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A watched folder of documents.
class DagFolderTest {
  private static final String RIGHT = "dag: one\ntasks: {a: {pass: 1}}\n";

  @TempDir Path data;
  @TempDir Path dags;
  private final LinkedBlockingQueue<String> notices = new LinkedBlockingQueue<>();
  private TestHost host;

  @BeforeEach
  void open() throws IOException {
    write("one.yaml", RIGHT);
    write("notes.txt", "dag: not_me\n");
    write(".hidden.yaml", "dag: not_me\n");
    host = TestHost.start(HostOptions.in(data).withDags(dags, notices::add));
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void documents_that_are_there_are_stored_before_the_host_is_open() {
    assertThat(notices.poll()).contains("one.yaml", "DAG one, version 1");
    assertThat(host.host().dags().list())
        .extracting(version -> version.dag().text())
        .containsExactly("one");
  }

  @Test
  void connections_are_stored_whether_they_stand_among_dags_or_in_a_folder_of_their_own(
      @TempDir Path connections, @TempDir Path other) throws IOException, InterruptedException {
    notice();
    write("shop.yaml", "connection: shop\nbaseUrl: https://shop.example\n");
    assertThat(notice()).contains("shop.yaml: connection shop");
    write("shop.yaml", "connection: shop\nbaseUrl: https://shop.example/v2\n");
    assertThat(notice()).contains("connection shop, changed");
    write("shop.yaml", "connection: shop\n");
    assertThat(notice()).contains("shop.yaml:1:1", "the connection has no baseUrl.");
    Files.delete(dags.resolve("shop.yaml"));
    assertThat(notice()).contains("connection shop stays until DELETE /connections/shop.");

    Files.writeString(
        connections.resolve("pay.yaml"), "connection: pay\nbaseUrl: https://pay.example\n");
    try (var second =
        TestHost.start(HostOptions.in(other).withConnections(connections, notices::add))) {
      assertThat(notice()).contains("pay.yaml: connection pay");
      assertThat(second.host().engine().connections().list()).hasSize(1);
    }
  }

  @Test
  void actions_beside_documents_go_with_them_and_a_changed_one_makes_the_next_version(
      @TempDir Path other) throws IOException, InterruptedException {
    notice();
    moveIn("action: greet\npass: \"${ 'hello ' & args.name }\"\n");
    write("one.yaml", "dag: one\ntasks: {a: {greet: {name: Ana}}}\n");
    assertThat(notice()).contains("DAG one, version 2");
    var actions = dags.resolve("actions");
    Files.writeString(actions.resolve("bad.yaml"), "action: bad\npas: 1\n");
    assertThat(notice()).contains("bad.yaml:2:1").contains("Did you mean \"pass\"?");

    var told = new LinkedBlockingQueue<String>();
    try (var second = TestHost.start(HostOptions.in(other).withDags(dags, told::add))) {
      assertThat(told.poll()).contains("bad.yaml:2:1");
      assertThat(told.poll()).contains("DAG one, version 1");
      assertThat(second.host().dags().latest(new DagName("one")).orElseThrow().document())
          .endsWith("actions: {\"greet\":{\"pass\":\"${ 'hello ' & args.name }\"}}\n");
    }
    Files.delete(actions.resolve("bad.yaml"));
    Files.writeString(
        actions.resolve("greet.yaml"), "action: greet\npass: \"${ 'hi ' & args.name }\"\n");
    assertThat(notice()).contains("DAG one, version 3");
  }

  @Test
  void actions_that_come_late_go_and_come_again_are_followed_and_so_is_the_folder()
      throws IOException, InterruptedException {
    notice();
    write("one.yaml", "dag: one\ntasks: {a: {greet: {name: Ana}}}\n");
    assertThat(notice()).contains("one.yaml:2:");
    var actions = dags.resolve("actions");
    moveIn("action: greet\npass: \"${ 'hello ' & args.name }\"\n");
    assertThat(notice()).contains("DAG one, version 2");
    Files.writeString(actions.resolve("greet.yaml"), "action: greet\npas: 1\n");
    assertThat(notice()).contains("greet.yaml:2:1").contains("Did you mean \"pass\"?");
    assertThat(notice()).contains("one.yaml:2:");

    Files.move(actions, data.resolve("former"));
    assertThat(notice()).contains("one.yaml:2:");
    write("two.yaml", RIGHT.replace("one", "two"));
    assertThat(notice()).contains("DAG two, version 1");
    moveIn("action: greet\npass: \"${ 'hi ' & args.name }\"\n");
    assertThat(notice()).contains("DAG one, version 3");
  }

  /// With what is in it, so that what is told does not depend on how far it was written.
  private void moveIn(String action) throws IOException {
    var made = Files.createDirectory(data.resolve("made"));
    Files.writeString(made.resolve("greet.yaml"), action);
    Files.move(made, dags.resolve("actions"));
  }

  @Test
  void a_changed_document_becomes_the_next_version() throws IOException, InterruptedException {
    notice();
    write("one.yaml", RIGHT.replace("1", "2"));
    assertThat(notice()).contains("DAG one, version 2");
  }

  @Test
  void a_new_document_is_stored_whatever_its_ending() throws IOException, InterruptedException {
    notice();
    write("two.json", "{\"dag\": \"two\", \"tasks\": {\"a\": {\"pass\": 1}}}");
    assertThat(notice()).contains("two.json", "DAG two, version 1");
    write("three.yml", RIGHT.replace("one", "three"));
    assertThat(notice()).contains("DAG three, version 1");
  }

  @Test
  void problems_are_told_with_their_place_and_the_last_good_version_stays()
      throws IOException, InterruptedException {
    notice();
    write("one.yaml", "dag: one\ntasks:\n  a: {pas: 1}\n");
    assertThat(notice()).contains("one.yaml:3:");
    assertThat(host.host().dags().latest(new DagName("one")).orElseThrow().version()).isEqualTo(1);
    write("one.yaml", RIGHT.replace("1", "3"));
    assertThat(notice()).contains("DAG one, version 2");
  }

  @Test
  void a_file_that_is_no_text_or_too_long_is_left_out() throws IOException, InterruptedException {
    notice();
    Files.write(dags.resolve("bytes.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThat(notice()).contains("bytes.yaml", "not UTF-8");
    write("long.yaml", "# " + "x".repeat(5 * 1024 * 1024));
    assertThat(notice()).contains("long.yaml", "4,194,304");
  }

  @Test
  void one_dag_comes_from_one_file() throws IOException, InterruptedException {
    notice();
    write("other.yaml", RIGHT.replace("1", "2"));
    assertThat(notice()).contains("other.yaml is left out", "one.yaml already");
    assertThat(host.host().dags().latest(new DagName("one")).orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void a_file_that_is_gone_leaves_its_dag() throws IOException, InterruptedException {
    notice();
    Files.delete(dags.resolve("one.yaml"));
    assertThat(notice()).contains("one.yaml is gone", "DELETE /dags/one");
    assertThat(host.host().dags().latest(new DagName("one"))).isPresent();
    write("renamed.yaml", RIGHT.replace("1", "2"));
    assertThat(notice()).contains("renamed.yaml", "version 2");
  }

  @Test
  void a_folder_that_is_none_keeps_the_host_from_opening(@TempDir Path other) {
    var missing = HostOptions.in(other).withDags(dags.resolve("missing"), notices::add);
    assertThat(LocalHost.open(missing))
        .isInstanceOfSatisfying(
            LocalHost.Opening.Refused.class,
            refused -> assertThat(refused.message()).contains("missing", "--dags"));
    var file = HostOptions.in(other).withDags(dags.resolve("one.yaml"), notices::add);
    assertThat(LocalHost.open(file)).isInstanceOf(LocalHost.Opening.Refused.class);
    TestHost.start(other).close();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(dags.resolve(name), text);
  }

  private String notice() throws InterruptedException {
    var notice = notices.poll(1, TimeUnit.MINUTES);
    if (notice == null) {
      throw new IllegalStateException("no notice came");
    }
    return notice;
  }
}
