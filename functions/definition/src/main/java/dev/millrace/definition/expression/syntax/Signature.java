package dev.millrace.definition.expression.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which arguments a function takes, as JSONata writes it: `<s-nn?:s>` takes a text (the context,
/// where it is left out), a number, perhaps another number, and gives a text. What it gives is not
/// checked.
///
/// Types are letters: `s` text, `n` number, `b` boolean, `l` null, `o` object, `a` list, `f`
/// function; `j` any JSON value and `x` any value at all; `(sn)` one of several.
public record Signature(String text, List<Parameter> parameters) {
  private static final String ANY = "asnblfo";
  private static final String ANY_JSON = "asnblo";

  /// How often an argument is given.
  public enum Occurrence {
    ONCE,
    /// Perhaps not.
    OPTIONAL,
    /// Where it is left out, the context takes its place.
    CONTEXT,
    REPEATED
  }

  /// One of the arguments.
  ///
  /// @param types the letters of the types that it may have
  /// @param list whether a value that is no list becomes a list of it
  /// @param element the type that all elements of a list have
  public record Parameter(
      String types, boolean list, Optional<Character> element, Occurrence occurrence) {
    /// Whether a value of a type may be given; a missing value, `m`, always may but for a function.
    public boolean accepts(char type) {
      return types.indexOf(type) >= 0 || (type == 'm' && !types.equals("f"));
    }

    private Parameter occurring(Occurrence changed) {
      return new Parameter(types, list, element, changed);
    }

    private Parameter of(char changed) {
      return new Parameter(types, list, Optional.of(changed), occurrence);
    }
  }

  public Signature {
    parameters = List.copyOf(parameters);
  }

  /// Arguments that must be given.
  public int required() {
    return (int)
        parameters.stream()
            .filter(parameter -> parameter.occurrence() != Occurrence.OPTIONAL)
            .count();
  }

  /// Reads a signature with its brackets.
  ///
  /// @throws SyntaxFault with an offset in the signature's own text
  public static Signature parse(String text) {
    var parameters = new ArrayList<Parameter>();
    int position = 1;
    while (position < text.length() && text.charAt(position) != ':') {
      char c = text.charAt(position);
      switch (c) {
        case 's', 'n', 'b', 'l', 'o', 'f' -> parameters.add(once(String.valueOf(c), false));
        case 'a' -> parameters.add(once(ANY, true));
        case 'j' -> parameters.add(once(ANY_JSON, false));
        case 'x' -> parameters.add(once(ANY, false));
        case '-' -> change(parameters, Occurrence.CONTEXT, position);
        case '?' -> change(parameters, Occurrence.OPTIONAL, position);
        case '+' -> change(parameters, Occurrence.REPEATED, position);
        case '(' -> {
          int close = closing(text, position, ')');
          var choice = text.substring(position + 1, close);
          if (choice.indexOf('<') >= 0) {
            throw new SyntaxFault(
                "a choice of types cannot hold types with parameters: " + choice, position);
          }
          parameters.add(once(choice, false));
          position = close;
        }
        case '<' -> {
          int close = closing(text, position, '>');
          parameterize(parameters, text.substring(position + 1, close), position);
          position = close;
        }
        case ' ', '>' -> {}
        default -> throw new SyntaxFault("a signature has no type " + c, position);
      }
      position++;
    }
    return new Signature(text, parameters);
  }

  private static Parameter once(String types, boolean list) {
    return new Parameter(types, list, Optional.empty(), Occurrence.ONCE);
  }

  private static void change(List<Parameter> parameters, Occurrence occurrence, int position) {
    if (parameters.isEmpty()) {
      throw new SyntaxFault("the signature begins with a sign that belongs to a type", position);
    }
    parameters.add(parameters.removeLast().occurring(occurrence));
  }

  private static void parameterize(List<Parameter> parameters, String element, int position) {
    boolean list = !parameters.isEmpty() && parameters.getLast().list();
    boolean function = !parameters.isEmpty() && parameters.getLast().types().equals("f");
    if (!list && !function) {
      throw new SyntaxFault("only types a and f can have a type parameter", position);
    }
    if (list && !element.isEmpty()) {
      parameters.add(parameters.removeLast().of(element.charAt(0)));
    }
  }

  private static int closing(String text, int open, char close) {
    char opening = text.charAt(open);
    int depth = 1;
    for (int position = open + 1; position < text.length(); position++) {
      char c = text.charAt(position);
      depth += c == opening ? 1 : c == close ? -1 : 0;
      if (depth == 0) {
        return position;
      }
    }
    throw new SyntaxFault("the signature has no " + close + " for this " + opening, open);
  }
}
