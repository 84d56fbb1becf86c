package dev.millrace.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.graph.Layout.Frame;
import dev.millrace.cli.graph.Picture.Arrow;
import dev.millrace.cli.graph.Picture.Box;
import dev.millrace.cli.graph.Picture.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayoutTest {
  private static final int SEEDS = 50;

  @ParameterizedTest
  @MethodSource("pictures")
  void no_two_boxes_overlap(Picture picture) {
    var frames = Layout.of(picture).frames();
    for (var some = 0; some < frames.size(); some++) {
      for (var other = 0; other < some; other++) {
        assertThat(overlap(frames.get(some), frames.get(other)))
            .as("boxes %d and %d", some, other)
            .isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void every_arrow_leads_to_the_right_and_every_box_is_inside(Picture picture) {
    var layout = Layout.of(picture);
    for (var path : layout.paths()) {
      for (var step = 1; step < path.size(); step++) {
        assertThat(path.get(step).x()).isGreaterThanOrEqualTo(path.get(step - 1).x());
      }
      assertThat(path.getLast().x()).isGreaterThan(path.getFirst().x());
    }
    for (var frame : layout.frames()) {
      assertThat(frame.x()).isNotNegative();
      assertThat(frame.y()).isNotNegative();
      assertThat(frame.x() + frame.width()).isLessThanOrEqualTo(layout.width());
      assertThat(frame.y() + frame.height()).isLessThanOrEqualTo(layout.height());
    }
  }

  @Test
  void a_chain_is_a_straight_line() {
    var layout = Layout.of(picture(3, new Arrow(0, 1, ""), new Arrow(1, 2, "")));
    assertThat(layout.frames().stream().map(frame -> frame.y() + frame.height() / 2).distinct())
        .hasSize(1);
  }

  @Test
  void an_arrow_over_a_layer_goes_round_the_box_in_it() {
    var layout =
        Layout.of(picture(3, new Arrow(0, 1, ""), new Arrow(1, 2, ""), new Arrow(0, 2, "")));
    var between = layout.frames().get(1);
    var path = layout.paths().get(2);
    assertThat(path).hasSize(4);
    assertThat(path.get(1).y()).matches(y -> y < between.y() || y > between.y() + between.height());
  }

  @Test
  void crossing_arrows_are_put_in_order() {
    // 0 and 1 lead to 3 and 2: in the order of the document the arrows would cross.
    var layout = Layout.of(picture(4, new Arrow(0, 3, ""), new Arrow(1, 2, "")));
    assertThat(layout.frames().get(3).y() < layout.frames().get(2).y())
        .isEqualTo(layout.frames().get(0).y() < layout.frames().get(1).y());
  }

  @Test
  void arrows_of_which_too_many_would_bend_lead_straight() {
    var length = 300;
    var arrows = new ArrayList<Arrow>();
    for (var to = 1; to < length; to++) {
      for (var from = 0; from < to; from++) {
        arrows.add(new Arrow(from, to, ""));
      }
    }
    var layout = Layout.of(picture(length, arrows.toArray(Arrow[]::new)));
    assertThat(layout.paths()).hasSize(arrows.size()).allMatch(path -> path.size() == 2);
  }

  static Stream<Picture> pictures() {
    return IntStream.range(0, SEEDS).mapToObj(LayoutTest::random);
  }

  private static Picture random(int seed) {
    var random = new Random(seed);
    var boxes = 1 + random.nextInt(40);
    var arrows = new ArrayList<Arrow>();
    for (var to = 1; to < boxes; to++) {
      for (var from = 0; from < to; from++) {
        if (random.nextInt(boxes) < 2) {
          arrows.add(new Arrow(from, to, ""));
        }
      }
    }
    return new Picture("seed " + seed, boxes(boxes, random), arrows);
  }

  private static List<Box> boxes(int count, Random random) {
    return IntStream.range(0, count)
        .mapToObj(
            at ->
                new Box(
                    "task_" + "x".repeat(random.nextInt(30)),
                    Form.PLAIN,
                    IntStream.range(0, random.nextInt(4)).mapToObj(_ -> "line").toList()))
        .toList();
  }

  private static Picture picture(int boxes, Arrow... arrows) {
    var plain =
        IntStream.range(0, boxes)
            .mapToObj(at -> new Box("t" + at, Form.PLAIN, List.of("pass")))
            .toList();
    return new Picture("test", plain, List.of(arrows));
  }

  private static boolean overlap(Frame some, Frame other) {
    return some.x() < other.x() + other.width()
        && other.x() < some.x() + some.width()
        && some.y() < other.y() + other.height()
        && other.y() < some.y() + some.height();
  }
}
