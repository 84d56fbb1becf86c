package dev.millrace.integrations.http;

import java.util.List;

/// Arguments of `http`, right and wrong.
final class HttpExamples {
  static final List<String> RIGHT =
      List.of(
          """
          {"get": "https://shop.example/orders"}""",
          """
          {"get": "https://shop.example/orders/${ input.id }", "query": {"day": "${ input.day }"}}""",
          """
          {"get": "${ tasks.start.output.location }"}""",
          """
          {"get": "${ input.base }/orders"}""",
          """
          {"method": "post", "url": "http://localhost:8080/", "json": null}""",
          """
          {"method": "DELETE", "url": "http://my_service:8080/a?b=c"}""",
          """
          {"post": "https://pay.example/charges", "json": {"order": "${ item.id }"},
           "idempotencyKey": true}""",
          """
          {"put": "https://a.example/", "form": {"a": 1, "b": ["x", true], "c": null}}""",
          """
          {"patch": "https://a.example/", "text": "plain", "headers": {"content-type": "text/csv"}}""",
          """
          {"head": "https://[2001:db8::1]:8443/", "redirects": 0}""",
          """
          {"options": "https://bücher.example/", "headers": "${ input.headers }"}""",
          """
          {"get": "https://a.example/", "query": "${ input.query }",
           "expect": {"status": ["2xx", 404, "${ input.also }"]},
           "response": {"as": "json", "limit": "50MB"}, "redirects": "${ input.redirects }"}""",
          """
          {"get": "https://a.example/", "expect": {"status": 404}, "response": {}}""",
          """
          {"get": "https://a.example/", "expect": {"status": "4xx"}, "response": {"as": "text"}}""");

  /// What the schema sees too.
  static final List<String> WRONG =
      List.of(
          "null",
          "\"https://shop.example\"",
          "{}",
          """
          {"url": "https://a.example/"}""",
          """
          {"method": "get"}""",
          """
          {"get": 1}""",
          """
          {"get": "https://a.example/", "post": "https://a.example/"}""",
          """
          {"get": "https://a.example/", "method": "get", "url": "https://a.example/"}""",
          """
          {"get": "https://a.example/", "url": "https://a.example/"}""",
          """
          {"method": "brew", "url": "https://a.example/"}""",
          """
          {"method": "${ input.method }", "url": "https://a.example/"}""",
          """
          {"post": "https://a.example/", "json": 1, "text": "a"}""",
          """
          {"post": "https://a.example/", "text": {"a": 1}}""",
          """
          {"get": "https://a.example/", "query": ["a"]}""",
          """
          {"get": "https://a.example/", "query": {"a": {"b": 1}}}""",
          """
          {"get": "https://a.example/", "query": {"a": [null]}}""",
          """
          {"get": "https://a.example/", "headers": {"a b": "c"}}""",
          """
          {"get": "https://a.example/", "headers": {"a": ["b"]}}""",
          """
          {"get": "https://a.example/", "expect": {"status": 99}}""",
          """
          {"get": "https://a.example/", "expect": {"status": []}}""",
          """
          {"get": "https://a.example/", "expect": {"status": ["success"]}}""",
          """
          {"get": "https://a.example/", "expect": {"when": "${ result.body.ok }"}}""",
          """
          {"get": "https://a.example/", "expect": [200]}""",
          """
          {"get": "https://a.example/", "response": {"as": "bytes"}}""",
          """
          {"get": "https://a.example/", "response": {"to": "s3"}}""",
          """
          {"get": "https://a.example/", "response": {"limit": 1000}}""",
          """
          {"get": "https://a.example/", "response": "json"}""",
          """
          {"get": "https://a.example/", "redirects": -1}""",
          """
          {"get": "https://a.example/", "redirects": 21}""",
          """
          {"get": "https://a.example/", "idempotencyKey": "yes"}""",
          """
          {"get": "https://a.example/", "idempotencyKey": "${ input.key }"}""",
          """
          {"get": "/orders", "connection": "shop"}""",
          """
          {"get": "https://a.example/", "poll": {}}""",
          """
          {"get": "https://a.example/", "pages": {}}""",
          """
          {"post": "https://a.example/", "callback": true}""",
          """
          {"post": "https://a.example/", "multipart": {}}""",
          """
          {"post": "https://a.example/", "bytes": "AAAA"}""");

  /// What lies in the inside of texts or between keys.
  static final List<String> WRONG_BEYOND_SCHEMA =
      List.of(
          """
          {"get": "shop.example/orders"}""",
          """
          {"get": "ftp://shop.example/${ input.file }"}""",
          """
          {"get": "shop.example/${ input.id }"}""",
          """
          {"get": "https://user:secret@shop.example/"}""",
          """
          {"get": "https://shop.example/a b"}""",
          """
          {"get": "https://shop.example/a/../b"}""",
          """
          {"get": "https://shop.example:70000/"}""",
          """
          {"get": "https:///orders"}""",
          """
          {"get": "https://a.example/", "json": {"a": 1}}""",
          """
          {"head": "https://a.example/", "text": "a"}""",
          """
          {"get": "https://a.example/", "headers": {"Host": "b.example"}}""",
          """
          {"get": "https://a.example/", "headers": {"Millrace-Run": "mine"}}""",
          """
          {"get": "https://a.example/", "headers": {"a": "b\\r\\nc: d"}}""",
          """
          {"get": "https://a.example/", "response": {"limit": "51MB"}}""",
          """
          {"get": "https://a.example/", "response": {"limit": "0B"}}""",
          """
          {"post": "https://a.example/", "idempotencyKey": true,
           "headers": {"idempotency-key": "mine"}}""");

  private HttpExamples() {}
}
