package dev.millrace.definition;

import dev.millrace.core.plan.ErrorPattern;
import dev.millrace.core.plan.Jitter;
import dev.millrace.core.plan.Retries;
import dev.millrace.core.plan.RetryPolicy;
import dev.millrace.definition.document.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `retry`: `none`, one policy or a list of them.
final class RetrySection {
  /// Most policies of one task.
  static final int POLICIES_MAX = 20;

  /// Most error names of one policy.
  static final int ERRORS_MAX = 100;

  static final List<String> KEYS =
      List.of("on", "limit", "delay", "backoff", "maxDelay", "jitter", "within");

  private static final Pattern ERRORS = Pattern.compile("[A-Za-z0-9_*.-]{1,200}");

  private RetrySection() {}

  /// Reads the `retry` of a task or of `defaults`; empty when there is none or it is wrong.
  static Optional<Retries> read(Section owner) {
    return owner.value("retry").flatMap(node -> read(owner, node));
  }

  private static Optional<Retries> read(Section owner, Node node) {
    return switch (node) {
      case Node.Scalar scalar -> {
        if (scalar.text().equals(Optional.of("none"))) {
          yield Optional.of(Retries.NONE);
        }
        owner.wrong(
            "retry",
            scalar,
            "none, a policy or a list of policies",
            "Write retry: none, or a policy such as retry: {limit: 3, delay: 1s}.");
        yield Optional.empty();
      }
      case Node.Mapping mapping -> Optional.of(new Retries(List.of(policy(owner, mapping))));
      case Node.Sequence sequence -> policies(owner, sequence);
    };
  }

  private static Optional<Retries> policies(Section owner, Node.Sequence sequence) {
    var size = sequence.items().size();
    if (size == 0 || size > POLICIES_MAX) {
      owner
          .findings()
          .at(
              sequence,
              "%s must have 1 to %d policies, found %d."
                  .formatted(owner.called("retry"), POLICIES_MAX, size),
              size == 0 ? "Write retry: none to turn retries off." : "Join policies that agree.");
      return Optional.empty();
    }
    var policies = new ArrayList<RetryPolicy>();
    for (var item : sequence.items()) {
      if (item instanceof Node.Mapping mapping) {
        policies.add(policy(owner, mapping));
      } else {
        owner.wrong(
            "retry",
            item,
            "a list of policies",
            "Write each as a map: - {on: [Timeout], limit: 2}.");
      }
    }
    return Optional.of(new Retries(policies));
  }

  private static RetryPolicy policy(Section owner, Node.Mapping mapping) {
    var section = owner.below("retry", mapping);
    section.refuseUnknownKeys(KEYS);
    var defaults = RetryPolicy.DEFAULTS;
    return new RetryPolicy(
        errors(section).orElse(defaults.on()),
        section.integer("limit", 0, RetryPolicy.LIMIT_MAX).orElse(defaults.limit()),
        section.duration("delay", Durations.Zero.ALLOWED).orElse(defaults.delay()),
        backoff(section).orElse(defaults.backoff()),
        section.duration("maxDelay", Durations.Zero.ALLOWED).orElse(defaults.maxDelay()),
        jitter(section).orElse(defaults.jitter()),
        section.duration("within", Durations.Zero.REFUSED));
  }

  private static Optional<List<ErrorPattern>> errors(Section section) {
    var mend = "Write names of errors: on: [Timeout, \"Http.5*\"]; \"*\" is every error.";
    var on = section.value("on");
    if (on.isEmpty()) {
      return Optional.empty();
    }
    var single = on.get() instanceof Node.Scalar scalar && scalar.text().isPresent();
    var texts = single ? List.of((Node.Scalar) on.get()) : section.texts("on", mend);
    if (texts.size() > ERRORS_MAX || (on.get() instanceof Node.Sequence s && s.items().isEmpty())) {
      section
          .findings()
          .at(
              on.get(),
              "%s must have 1 to %d names, found %d."
                  .formatted(section.called("on"), ERRORS_MAX, texts.size()),
              "Take on: out to mean every error, or use * for many names.");
      return Optional.empty();
    }
    var patterns = new ArrayList<ErrorPattern>();
    for (var text : texts) {
      var name = text.text().orElse("");
      if (ERRORS.matcher(name).matches()) {
        patterns.add(new ErrorPattern(name));
      } else {
        section
            .findings()
            .at(
                text,
                section.called("on") + " has " + text.inWords() + ", which is no name of errors.",
                mend);
      }
    }
    return Optional.of(patterns);
  }

  private static Optional<Double> backoff(Section section) {
    return section
        .value("backoff")
        .flatMap(
            node -> {
              var number = node instanceof Node.Scalar s ? s.toJson() : node.toJson();
              if (number.isNumber() && number.doubleValue() >= 1) {
                return Optional.of(number.doubleValue());
              }
              section.wrong(
                  "backoff",
                  node,
                  "a number from 1",
                  "Write 1 for equal delays, 2 to double them each time.");
              return Optional.empty();
            });
  }

  private static Optional<Jitter> jitter(Section section) {
    var written = section.value("jitter");
    if (written.isEmpty()) {
      return Optional.empty();
    }
    return switch (written.get() instanceof Node.Scalar s ? s.text().orElse("") : "") {
      case "none" -> Optional.of(Jitter.NONE);
      case "full" -> Optional.of(Jitter.FULL);
      default -> {
        section.wrong("jitter", written.get(), "none or full", "Write jitter: none or full.");
        yield Optional.empty();
      }
    };
  }
}
