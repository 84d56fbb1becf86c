package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.ErrorName;
import dev.millrace.definition.ArgumentProblem;
import dev.millrace.engine.kind.Execution;
import dev.millrace.integrations.TestAttempt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What people read when they have mistyped a request.
class HttpArgumentsTest {
  private final HttpKind kind = new HttpKind(HttpSettings.cloud());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'gett': 'https://a.example/'} | /gett | 'gett' is not a known key. | Did you mean 'get'?",
        "{'get': 'https://a.example/', 'zzz': 1} | /zzz | 'zzz' is not a known key. | Take it out. Known keys: get, post, put, patch, delete, head, options, method, url, connection, query, headers, json, form, multipart, text, bytes, expect, response, redirects, idempotencyKey, pages, poll, callback.",
        "{'get': '/orders', 'connection': '${ input.shop }'} | /connection | 'connection' must be the name of a connection, found '${ input.shop }'. | Write it without an expression; a name is a letter, then up to 79 of A-Za-z0-9_-.",
        "{'get': '//evil.example/orders', 'connection': 'shop'} | /get | 'get' must be a path below the connection's baseUrl, found '//evil.example/orders'. | Write one such as /orders, or the whole address at the connection's host.",
        "{'get': 'orders/../../admin', 'connection': 'shop'} | /get | 'get' must be an address without '.' and '..' in its path, found 'orders/../../admin'. | Write the path that is meant; a value there must not lead out of its place.",
        "{'get': 'https://a.example/', 'poll': {}} | /poll | 'poll.until' is missing. | Write '${ result.body.done }'.",
        "{'post': 'https://a.example/', 'poll': {'until': '${ true }'}} | /poll | 'poll.get' is missing. | Write the address to poll: '${ result.headers.location }'.",
        "{'get': 'https://a.example/', 'poll': {'untill': '${ true }'}} | /poll/untill | 'poll.untill' is not a known key. | Did you mean 'until'?",
        "{'get': 'https://a.example/', 'poll': {'until': '${ true }', 'every': '1s', 'max': '100ms'}} | /poll/max | 'poll.max' must be at least 1s, found '100ms'. | Poll less often, or let the server call back.",
        "{'get': 'https://a.example/', 'poll': {'until': '${ true }', 'max': '10s'}} | /poll/max | 'poll.max' is 10s, less than 'poll.every', which is 20s. | Raise it, or poll more often.",
        "{'get': 'https://a.example/', 'poll': {'until': '${ true }', 'backoff': 11}} | /poll/backoff | 'poll.backoff' must be a number from 1 to 10, found 11. | Write such a number without quotes.",
        "{'get': 'https://a.example/', 'pages': {'next': 'https://a.example/2'}} | /pages/next | 'pages.next' must be an expression on result, found 'https://a.example/2'. | Write '${ result.body.next }'.",
        "{'post': 'https://a.example/', 'pages': {'next': '${ result.body.next }'}} | /pages | 'pages' are read with get, and this is post. | Use get.",
        "{'post': 'https://a.example/', 'callback': true} | /callback | nothing that is sent tells where to call back. | Send ${ callback.url } along, such as json: {notify: '${ callback.url }'}.",
        "{'get': 'https://a.example/', 'expect': {'when': true}} | /expect/when | 'expect.when' must be an expression on result, found true. | Write '${ result.body.ok }'.",
        "{'get': 'https://a.example/', 'response': {'as': 'xml'}} | /response/as | 'response.as' must be auto, json, text or bytes, found 'xml'. | Write one of them, without an expression.",
        "{'get': 'https://a.example/', 'response': {'as': 'text', 'to': 's3'}} | /response/as | 'response.as' and 'response.to' do not mix. | What is stored is stored as it came: take 'as' out.",
        "{'post': 'https://a.example/', 'bytes': '?'} | /bytes | 'bytes' must be bytes in base64, found '?'. | Write the bytes in base64: 'aGVsbG8='.",
        "{'post': 'https://a.example/', 'multipart': {'a': {}}} | /multipart/a | 'multipart.a.text' is missing. | Give the part one of text, json and bytes.",
        "{'query': {}} | | 'get' is missing. | Write http: {get: 'https://shop.example/orders'}.",
        "{'get': 'https://a.example/', 'post': 'https://a.example/'} | /post | 'get' and 'post' do not mix. | A request has one method: keep one of them.",
        "{'get': 'https://a.example/', 'json': {}} | /json | 'json' is a body, and get takes none. | Use query, or another method.",
        "{'post': 'https://a.example/', 'json': 1, 'form': {}} | /form | 'json' and 'form' do not mix. | A request has one body: keep one of them.",
        "{'get': 'a.example/orders'} | /get | 'get' must be an absolute http or https address, found 'a.example/orders'. | Write it as in https://shop.example/orders.",
        "{'get': 'ftp://a.example/${ input }'} | /get | 'get' must be an absolute http or https address, found 'ftp://a.example/${ input }'. | Begin it with https://.",
        "{'get': 'https://a.example/', 'headers': {'Content-Length': 5}} | /headers/Content-Length | the header 'Content-Length' is set by Millrace. | Take it out.",
        "{'get': 'https://a.example/', 'expect': {'status': [200, 'ok']}} | /expect/status | 'expect.status' must be statuses from 200 to 599 or classes of them, found 'ok'. | Write [2xx, 404].",
        "{'get': 'https://a.example/', 'redirects': 50} | /redirects | 'redirects' must be a whole number from 0 to 20, found 50. | Write such a number without quotes.",
        "{'get': 'https://a.example/', 'response': {'limit': '1GB'}} | /response/limit | 'response.limit' must be a size from 1B to 50MB, found '1GB'. | Write a whole number with a unit: 500KB or 10MB.",
      })
  void a_mistake_is_told_with_its_place_and_its_mend(
      String arguments, String pointer, String message, String mend) {
    assertThat(kind.check(TestAttempt.json(arguments.replace('\'', '"'))))
        .containsExactly(
            new ArgumentProblem(
                pointer == null ? "" : pointer,
                message.replace('\'', '"').replace("connection\"s", "connection's"),
                mend.replace('\'', '"').replace("connection\"s", "connection's")));
  }

  @Test
  void all_mistakes_are_told_together() {
    assertThat(
            kind.check(
                TestAttempt.json(
                    """
                    {"post": "nowhere", "timeout": "5s", "headers": {"Host": "a", "b c": "d"},
                     "redirects": "many", "expect": {"status": 1000}}""")))
        .extracting(ArgumentProblem::pointer)
        .containsExactlyInAnyOrder(
            "/post", "/timeout", "/headers/Host", "/headers/b c", "/redirects", "/expect/status");
  }

  @ParameterizedTest
  @CsvSource({
    "get, false, true",
    "head, false, true",
    "options, false, true",
    "put, false, true",
    "delete, false, true",
    "post, false, false",
    "patch, false, false",
    "post, true, true",
    "patch, true, true",
  })
  void a_request_may_be_repeated_by_its_method_or_with_a_key(
      String method, boolean key, boolean idempotent) {
    var arguments =
        TestAttempt.json(
            "{\"%s\": \"https://a.example/\", \"idempotencyKey\": %s}".formatted(method, key));

    assertThat(kind.traits(arguments).idempotent()).isEqualTo(idempotent);
    assertThat(kind.traits(arguments).parks()).isFalse();
  }

  @Test
  void a_named_method_counts_as_its_key_does() {
    assertThat(
            kind.traits(TestAttempt.json("{\"method\": \"PUT\", \"url\": \"https://a.example/\"}"))
                .idempotent())
        .isTrue();
  }

  @Test
  void values_in_addresses_are_encoded() {
    assertThat(kind.addressKeys())
        .isEqualTo(Set.of("get", "post", "put", "patch", "delete", "head", "options", "url"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"get\": null} | \"get\" is missing.",
        "{\"get\": \"https://a.example/..\"} | \"get\" must be an address without \".\" and \"..\"",
        "{\"get\": \"https://a.example/\", \"query\": {\"a\": {}}} | \"query.a\" must be a text, a number",
        "{\"get\": \"https://a.example/\", \"headers\": {\"a\": \"b\\u000d\\u000ac: d\"}} | the value of the header \"a\" must be",
        "{\"get\": \"https://a.example/\", \"redirects\": \"5\"} | \"redirects\" must be a whole number",
      })
  void what_expressions_make_wrong_fails_before_anything_is_sent(String arguments, String cause)
      throws InterruptedException {
    var execution = kind.execute(TestAttempt.with(arguments));

    assertThat(execution)
        .isInstanceOfSatisfying(
            Execution.Failed.class,
            failed -> {
              assertThat(failed.error()).isEqualTo(ErrorName.ARGUMENTS_INVALID);
              assertThat(failed.cause()).startsWith(cause);
            });
  }

  @Test
  void a_wrong_header_is_not_shown_because_it_may_be_a_credential() throws InterruptedException {
    var execution =
        kind.execute(
            TestAttempt.with(
                "{\"get\": \"https://a.example/\","
                    + " \"headers\": {\"authorization\": \"Bearer s3cret\\n\"}}"));

    assertThat(((Execution.Failed) execution).cause()).doesNotContain("s3cret");
  }
}
