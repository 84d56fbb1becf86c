package dev.millrace.testkit.sim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.RunId;
import dev.millrace.engine.CompleteCallback.Answer;
import dev.millrace.engine.CompleteCallback.Completion;
import dev.millrace.engine.kind.AttemptContext;
import dev.millrace.engine.store.TaskRecord.Content;
import dev.millrace.testkit.sim.Behaviour.Signal;
import dev.millrace.testkit.sim.Behaviour.Signal.Says;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The world outside that parked attempts wait for: posts answers and signs of life, now and then
/// twice, late, after the attempt has ended, or with a token that it made up.
final class Outside {
  private static final Duration TIME = Duration.ofSeconds(30);

  private final World world;
  private final Dice dice;
  private final Map<String, String> latest = new HashMap<>();
  private int open;
  private int given;

  Outside(World world, Dice dice) {
    this.world = world;
    this.dice = dice;
  }

  /// Whether nothing is still to be posted.
  boolean isDone() {
    return open == 0;
  }

  /// Arranges what will be posted for an attempt that is about to park.
  void signals(AttemptContext context, List<Signal> signals) {
    var token = context.callback().token();
    var key = RunWatch.keyOf(context);
    var number = context.attempt().number();
    latest.put(context.run() + "/" + key, token);
    for (var signal : signals) {
      var post = new Post(context.run(), token, key, number, says(key, signal.says()));
      arrange(post, signal.after());
    }
    if (world.options().usersAct() && dice.chance(0.05)) {
      var forged = token.substring(0, token.length() - 4) + "AAAA";
      var answer = new Answer.Succeeded(JsonNodeFactory.instance.textNode("forged"));
      arrange(
          new Post(context.run(), forged, key, number, Optional.of(answer)), Duration.ofSeconds(1));
    }
  }

  /// With tokens that do not tell attempts apart, whoever has one has that of the latest.
  private String tokenOf(Post post) {
    return world.mistakes().isOn(Mistake.REUSE_TOKENS) && !post.isForged()
        ? latest.getOrDefault(post.run() + "/" + post.key(), post.token())
        : post.token();
  }

  /// Something to post.
  ///
  /// @param answer empty: a sign of life
  private record Post(
      RunId run, String token, AttemptLog.Key key, int number, Optional<Answer> answer) {
    boolean isForged() {
      return token.endsWith("AAAA");
    }
  }

  private Optional<Answer> says(AttemptLog.Key key, Says says) {
    return switch (says) {
      case Says.Alive _ -> Optional.empty();
      case Says.Failed(var error) -> Optional.of(new Answer.Failed(error, "said outside"));
      case Says.Succeeded _ -> {
        var output = JsonNodeFactory.instance.objectNode();
        output.put("outside", key.toString()).put("serial", ++given);
        yield Optional.of(new Answer.Succeeded(output));
      }
    };
  }

  private void arrange(Post post, Duration in) {
    open++;
    world.after(in, () -> post(post));
  }

  private void post(Post post) {
    world.begin(
        new Call(
            world,
            "callback",
            world.host().nextId(),
            TIME,
            false,
            call -> {
              try {
                say(post, call);
              } catch (Throttled | Crash e) {
                world.note(() -> call + " answers nothing: " + e.getMessage());
                if (dice.chance(0.7)) {
                  arrange(post, dice.about(Duration.ofMillis(100), Duration.ofMinutes(2)));
                }
                throw e instanceof Crash crash ? crash : new Crash();
              } finally {
                open--;
              }
            }));
  }

  private void say(Post post, Call call) {
    var callbacks = world.engine().completeCallback();
    var token = tokenOf(post);
    if (post.answer().isEmpty()) {
      var seen = callbacks.heartbeat(token);
      world.note(() -> call + " sign of life of " + post.key() + " -> " + seen);
      world
          .coverage()
          .saw(
              seen == Completion.ACCEPTED ? Feature.HEARTBEAT_ACCEPTED : Feature.HEARTBEAT_EXPIRED);
      return;
    }
    var answer = post.answer().get();
    if (answer instanceof Answer.Succeeded(var output) && !post.isForged()) {
      world.watch(post.run()).gives(post.key(), post.number(), output);
    }
    var completion = callbacks.complete(token, answer, call.invocation());
    world.note(() -> call + " answers " + answer + " for " + post.key() + " -> " + completion);
    check(post, answer, completion);
    if (dice.chance(0.15)) {
      arrange(post, dice.about(Duration.ofMillis(1), Duration.ofMinutes(10)));
    }
  }

  private void check(Post post, Answer answer, Completion completion) {
    world.coverage().saw(featureOf(completion));
    var attempt = post.run() + ": " + post.key() + " attempt " + post.number();
    if (post.isForged()) {
      if (completion != Completion.UNKNOWN) {
        world.violated(9, attempt + ": a forged token was " + completion);
      }
      return;
    }
    var log = world.watch(post.run()).log();
    var outcome = log.find(post.key(), post.number()).flatMap(AttemptLog.Entry::outcome);
    switch (completion) {
      case ACCEPTED -> {
        if (outcome.filter(content -> isSame(content, answer)).isEmpty()) {
          world.violated(4, attempt + ": " + answer + " was accepted, recorded is " + outcome);
        }
      }
      case UNKNOWN -> world.violated(6, attempt + ": its token is not known");
      case EXPIRED, OTHER_ANSWER -> {
        var isLater = !log.allOf(post.key()).tailMap(post.number() + 1).isEmpty();
        if (outcome.isEmpty() && !isLater) {
          world.violated(6, attempt + ": is open, and an answer was refused: " + completion);
        }
      }
    }
  }

  private static Feature featureOf(Completion completion) {
    return switch (completion) {
      case ACCEPTED -> Feature.CALLBACK_ACCEPTED;
      case UNKNOWN -> Feature.CALLBACK_FORGED;
      case EXPIRED -> Feature.CALLBACK_EXPIRED;
      case OTHER_ANSWER -> Feature.CALLBACK_CONTRADICTED;
    };
  }

  private static boolean isSame(Content content, Answer answer) {
    return switch (answer) {
      case Answer.Succeeded _ -> content instanceof Content.Succeeded;
      case Answer.Failed(var error, _) ->
          content instanceof Content.Failed(var recorded, _, _) && recorded.equals(error);
    };
  }
}
