package dev.millrace.integrations.approval;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.definition.ValueSchema;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.Template;
import dev.millrace.engine.kind.Question;
import dev.millrace.integrations.arguments.Fields;
import dev.millrace.integrations.arguments.Problems;
import dev.millrace.integrations.arguments.Stage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Reads what an approval asks, whom, and how they are told.
final class ApprovalArguments {
  /// Longest message, in characters.
  static final int MESSAGE_MAX = 4_000;

  /// Most choices.
  static final int CHOICES_MAX = 10;

  /// Longest choice, in characters.
  static final int CHOICE_LENGTH_MAX = 50;

  /// Most people.
  static final int PEOPLE_MAX = 20;

  /// Longest name of a person, in characters.
  static final int PERSON_LENGTH_MAX = 80;

  /// Longest form, in characters of JSON text.
  static final int FORM_MAX = 32_768;

  static final List<String> CHOICES_DEFAULT = List.of("approve", "reject");

  static final String EXAMPLE =
      "Write approval: {message: \"Release 1.4.0?\", people: [ana@example.com]}.";

  private static final List<String> KEYS =
      List.of("message", "choices", "people", "form", "notify");

  private final JsonNode arguments;
  private final Fields fields;

  private ApprovalArguments(JsonNode arguments, Fields fields) {
    this.arguments = arguments;
    this.fields = fields;
  }

  /// Reads arguments; what is wrong with them is noted.
  static Question read(JsonNode arguments, Stage stage, Problems problems) {
    var fields = Fields.of(arguments, stage, problems, EXAMPLE);
    return new ApprovalArguments(arguments, fields).read();
  }

  private Question read() {
    fields.refuseUnknownKeys(KEYS, List.of());
    if (!fields.has("message")) {
      fields.missing("message", EXAMPLE);
    }
    var message = fields.text("message", "Write a text, in quotes if need be.").orElse("");
    if (message.length() > MESSAGE_MAX) {
      fields.at(
          "message",
          "\"message\" has %,d characters; at most %,d are shown."
              .formatted(message.length(), MESSAGE_MAX),
          "Say the rest where a link in it leads.");
    }
    var choices = names("choices", CHOICES_MAX, CHOICE_LENGTH_MAX, "[approve, reject]");
    var people = names("people", PEOPLE_MAX, PERSON_LENGTH_MAX, "[ana@example.com]");
    var form = form();
    if (fields.stage() == Stage.WRITTEN && readsLinks()) {
      fields.at(
          "message",
          "links are known only once the question stands.",
          "Use ${ approval.link } below notify.");
    }
    return new Question(message, choices.isEmpty() ? CHOICES_DEFAULT : choices, people, form);
  }

  /// Texts below a key, each of them once.
  private List<String> names(String key, int most, int longest, String example) {
    var names = new LinkedHashSet<String>();
    var value = fields.value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!value.get().isArray() || value.get().isEmpty() || value.get().size() > most) {
      fields.wrong(key, "a list of 1 to %d texts".formatted(most), "Write " + example + ".");
      return List.of();
    }
    for (var item : value.get()) {
      if (!fields.isKnown(item)) {
        continue;
      }
      var name = item.isTextual() ? item.textValue() : "";
      if (name.isBlank()
          || name.length() > longest
          || name.chars().anyMatch(Character::isISOControl)) {
        fields.at(
            key,
            "\"%s\" has the item %s, which is no text of 1 to %d characters."
                .formatted(key, Fields.inWords(item), longest),
            "Write " + example + ".");
      } else if (!names.add(name)) {
        fields.at(key, "\"%s\" has %s twice.".formatted(key, Fields.inWords(item)), "Keep one.");
      }
    }
    return List.copyOf(names);
  }

  private Optional<JsonNode> form() {
    var form = fields.value("form");
    if (form.isEmpty()) {
      return Optional.empty();
    }
    if (!form.get().isObject()) {
      fields.wrong(
          "form",
          "a JSON Schema of an object",
          "Write form: {type: object, properties: {reason: {type: string}}}.");
      return Optional.empty();
    }
    var length = form.get().toString().length();
    if (length > FORM_MAX) {
      fields.at(
          "form",
          "\"form\" has %,d characters; at most %,d are kept.".formatted(length, FORM_MAX),
          "Ask less at once.");
      return Optional.empty();
    }
    if (fields.stage() == Stage.WRITTEN && holdsExpressions(form.get())) {
      return Optional.empty(); // known when the question is asked
    }
    if (!form.get().path("type").asText().equals("object")) {
      fields.at(
          "form",
          "\"form\" must be the schema of an object.",
          "Write type: object and the fields below properties.");
      return Optional.empty();
    }
    var problems = ValueSchema.problems("form", form.get(), "the approval");
    problems.forEach(
        problem ->
            fields.atPointer(
                JsonPointer.compile(problem.pointer()), problem.message(), problem.mend()));
    return problems.isEmpty() ? form : Optional.empty();
  }

  private static boolean holdsExpressions(JsonNode value) {
    return switch (Template.compile(value)) {
      case Template.Compilation.Compiled(var template) -> !template.expressions().isEmpty();
      // What is wrong with them is told by the reader of documents.
      case Template.Compilation.Rejected _ -> true;
    };
  }

  /// Whether anything but what is sent reads the links.
  private boolean readsLinks() {
    if (!(arguments instanceof ObjectNode all)) {
      return false;
    }
    return switch (Template.compile(all.deepCopy().without("notify"))) {
      case Template.Compilation.Compiled(var template) ->
          template.references().reads(Root.APPROVAL);
      case Template.Compilation.Rejected _ -> false;
    };
  }
}
