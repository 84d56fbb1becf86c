package dev.millrace;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A `curl` line of a page, as far as pages use it: `-X METHOD`, `-H HEADER`, `-d TEXT`,
/// `--data-binary @FILE` and the address.
record CurlCommand(String method, List<String> headers, String body, URI address) {

  /// @param words the line's words without the first
  /// @param files where the files that the line names really are
  static CurlCommand of(List<String> words, Function<String, Path> files) throws IOException {
    var method = "";
    var headers = new ArrayList<String>();
    var body = "";
    var address = "";
    for (var at = 0; at < words.size(); at++) {
      switch (words.get(at)) {
        case "-X" -> method = words.get(++at);
        case "-H" -> headers.add(words.get(++at));
        case "-d" -> body = words.get(++at);
        case "--data-binary" -> body = Files.readString(files.apply(words.get(++at).substring(1)));
        default -> {
          if (words.get(at).startsWith("-") || !address.isEmpty()) {
            throw new IllegalArgumentException("pages do not use " + words.get(at));
          }
          address = words.get(at);
        }
      }
    }
    var implied = body.isEmpty() ? "GET" : "POST";
    return new CurlCommand(
        method.isEmpty() ? implied : method, List.copyOf(headers), body, URI.create(address));
  }

  /// Sends it to a host on this machine, whatever port the page names.
  RawHttp.Answer sendTo(int port) throws IOException {
    var query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    var request = new ArrayList<String>();
    request.add(method + " " + address.getRawPath() + query);
    request.addAll(headers);
    return RawHttp.send(port, String.join("\n", request) + (body.isEmpty() ? "" : "\n\n" + body));
  }
}
