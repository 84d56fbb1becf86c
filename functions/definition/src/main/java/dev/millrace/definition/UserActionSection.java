package dev.millrace.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.definition.document.Node;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the declaration of one action: its params, its body, which is one action that is built in,
/// and what it makes of the body's result. All of it reads `args` and nothing of the DAG around, so
/// it means the same wherever it is used.
final class UserActionSection {
  /// The keys beside the one of its body.
  static final List<String> KEYS =
      List.of("description", "params", "idempotent", "errors", "output");

  /// Most errors that a declaration names.
  static final int ERRORS_MAX = 50;

  static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,79}");

  private static final String MEND =
      "Write below it params, and what it does: http: {post: \"https://...\"}.";
  private static final List<String> ARGS = List.of(Root.ARGS.text(), Root.RUN.text());
  private static final List<String> RESULT =
      List.of(Root.ARGS.text(), Root.RUN.text(), Root.RESULT.text());

  private final Section section;
  private final String name;
  private final TaskSection.Surroundings around;
  private final Templates templates;

  private UserActionSection(Section section, String name, TaskSection.Surroundings around) {
    this.section = section;
    this.name = name;
    this.around = around;
    this.templates = new Templates(section.findings(), ARGS);
  }

  /// Reads a declaration; empty when there are findings.
  ///
  /// @param kinds what a body can be made of
  /// @param more keys that may stand beside those of a declaration
  static Optional<UserAction> read(
      Node.Key key,
      String name,
      Node node,
      Map<String, ActionKind> kinds,
      TaskSection.Surroundings of,
      List<String> more,
      Findings findings) {
    var called = "action \"" + name + "\"";
    var before = findings.size();
    if (!NAME.matcher(name).matches()) {
      findings.at(
          key,
          "\"" + name + "\" cannot be the name of an action.",
          "Use small letters, digits and _, beginning with a letter, at most 80.");
    } else if (kinds.containsKey(name) || TaskSection.KEYS.contains(name)) {
      findings.at(key, "\"" + name + "\" is taken.", "Give the action another name.");
    }
    if (!(node instanceof Node.Mapping mapping)) {
      findings.at(node, called + " must be a mapping of keys, found " + node.inWords() + ".", MEND);
      return Optional.empty();
    }
    var around =
        new TaskSection.Surroundings(
            of.dag(),
            of.rules(),
            kinds,
            ActionsSection.Actions.NONE,
            TaskSection.Defaults.NONE,
            ARGS,
            Set.of(),
            0);
    var section = new Section(mapping, called, findings);
    var action = new UserActionSection(section, name, around).read(key, more);
    return findings.size() == before ? action : Optional.empty();
  }

  private Optional<UserAction> read(Node.Key key, List<String> more) {
    var _ = section.text("description");
    var params = ParamsSection.read(section, "params");
    var idempotent = section.flag("idempotent");
    var known = new ArrayList<>(KEYS);
    known.addAll(more);
    var body = new ActionSection(section, key, around, templates, known).read(ARGS);
    var errors = errors();
    var output =
        section
            .value("output")
            .flatMap(node -> templates.compile(section.called("output"), node, RESULT));
    // Its expressions can be looked at without the tasks that will use it.
    var alone =
        new TaskSection.Draft(name, NeedsSection.Needs.NONE, templates.uses(), Optional.empty());
    TaskGraphCheck.check(List.of(alone), Optional.empty(), Set.of(), section.findings());
    return body.map(action -> new UserAction(name, params, action, idempotent, errors, output));
  }

  private List<UserCall.NamedError> errors() {
    var node = section.value("errors");
    if (node.isEmpty()) {
      return List.of();
    }
    if (!(node.get() instanceof Node.Sequence list) || list.items().size() > ERRORS_MAX) {
      section.wrong(
          "errors",
          node.get(),
          "a list of at most " + ERRORS_MAX + " errors",
          "Write errors: [{when: \"${ result.body.ok = false }\", error: Chat.Refused}].");
      return List.of();
    }
    var errors = new ArrayList<UserCall.NamedError>();
    for (var item : list.items()) {
      if (item instanceof Node.Mapping mapping) {
        error(new Section(mapping, section.owner(), "errors.", section.findings()))
            .ifPresent(errors::add);
      } else {
        section
            .findings()
            .at(
                item,
                "each item of " + section.called("errors") + " must be a mapping.",
                "Write {when: \"${ result.body.ok = false }\", error: Chat.Refused}.");
      }
    }
    return errors;
  }

  private Optional<UserCall.NamedError> error(Section error) {
    error.refuseUnknownKeys(List.of("when", "error", "cause"));
    for (var key : List.of("when", "error")) {
      if (error.value(key).isEmpty()) {
        error
            .findings()
            .at(
                error.mapping(),
                error.name() + " lacks \"" + key + "\".",
                "Write {when: \"${ result.body.ok = false }\", error: Chat.Refused}.");
      }
    }
    var when = template(error, "when");
    if (when.isPresent() && !Templates.isOneExpression(when.get())) {
      error.wrong(
          "when",
          error.value("when").orElseThrow(),
          "one expression that gives true or false",
          "Write when: \"${ ... }\" with nothing around the expression.");
      return Optional.empty();
    }
    var name = template(error, "error");
    var cause = error.value("cause").isEmpty() ? nothing() : template(error, "cause");
    return when.isPresent() && name.isPresent() && cause.isPresent()
        ? Optional.of(new UserCall.NamedError(when.get(), name.get(), cause.get()))
        : Optional.empty();
  }

  private Optional<Template> template(Section of, String key) {
    return of.value(key).flatMap(node -> templates.compile(of.called(key), node, RESULT));
  }

  private static Optional<Template> nothing() {
    JsonNode empty = TextNode.valueOf("");
    return Template.compile(empty) instanceof Template.Compilation.Compiled(var template)
        ? Optional.of(template)
        : Optional.empty();
  }
}
