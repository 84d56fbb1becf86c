package dev.millrace.cli.line;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A script by which bash and zsh complete commands and options; what neither is, is a file.
public final class Completion {
  private Completion() {}

  /// The script; every line ends.
  public static String of(List<Syntax> commands) {
    var text = new StringBuilder();
    text.append(
        """
        # Completes the command millrace in bash and zsh.
        if [ -n "${ZSH_VERSION:-}" ]; then autoload -U +X bashcompinit && bashcompinit; fi
        _millrace() {
          local word=${COMP_WORDS[COMP_CWORD]} words
          if [ "$COMP_CWORD" -eq 1 ]; then
        """);
    words(text, "    ", commands.stream().map(Syntax::name));
    text.append("  else\n    case ${COMP_WORDS[1]} in\n");
    for (var command : commands) {
      text.append("      ").append(command.name()).append(")\n");
      words(
          text,
          "        ",
          Stream.concat(command.options().stream().map(Syntax.Option::name), Stream.of("--help")));
      text.append("        ;;\n");
    }
    text.append(
        """
            esac
            case $word in -*) ;; *) words='' ;; esac
          fi
          COMPREPLY=($(compgen -W "$words" -- "$word"))
        }
        complete -o default -F _millrace millrace
        """);
    return text.toString();
  }

  private static void words(StringBuilder text, String indent, Stream<String> words) {
    text.append(indent).append(words.collect(Collectors.joining(" ", "words='", "'\n")));
  }
}
