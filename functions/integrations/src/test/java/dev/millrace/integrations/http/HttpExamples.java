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
          {"get": "/orders/${ input.id }?all=1", "connection": "shop"}""",
          """
          {"post": "orders", "connection": "shop", "json": {}}""",
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
          {"get": "https://a.example/", "expect": {"status": "4xx"}, "response": {"as": "text"}}""",
          """
          {"get": "https://a.example/", "expect": {"when": "${ result.body.ok }"}}""",
          """
          {"get": "https://a.example/", "response": {"as": "bytes"}}""",
          """
          {"get": "https://a.example/", "response": {"to": "s3", "limit": "1GB"}}""",
          """
          {"post": "https://a.example/", "multipart": {"a": 1, "b": ["x", true], "c": null,
           "file": {"bytes": "aGVsbG8=", "filename": "a.txt", "type": "text/plain"},
           "meta": {"json": {"day": "${ input.day }"}}, "note": {"text": "${ input.note }"}}}""",
          """
          {"post": "https://a.example/", "multipart": "${ input.parts }"}""",
          """
          {"put": "https://a.example/", "bytes": "aGVsbG8="}""",
          """
          {"put": "https://a.example/", "bytes": "${ $base64encode(input.text) }"}""",
          """
          {"get": "https://a.example/", "pages": {"next": "${ result.body.next }"}}""",
          """
          {"get": "https://a.example/", "pages": {"next": "${ result.body.next }",
           "items": "${ result.body.items }", "limit": 200}}""",
          """
          {"post": "https://jobs.example/v1/jobs", "poll": {"get": "${ result.headers.location }",
           "until": "${ result.body.state in ['DONE', 'ERROR'] }",
           "fail": "${ result.body.state = 'ERROR' }", "every": "20s", "backoff": 1.5,
           "max": "5m"}}""",
          """
          {"post": "https://jobs.example/", "poll": {"get": "https://jobs.example/${ result.body.id }",
           "until": "${ result.body.done }", "every": "${ input.every }"}}""",
          """
          {"get": "https://a.example/", "poll": {"until": "${ result.status = 200 }"}}""",
          """
          {"post": "https://jobs.example/", "json": {"notify": "${ callback.url }"}, "callback": true}""",
          """
          {"post": "https://jobs.example/", "headers": {"token": "${ callback.token }"},
           "callback": true, "idempotencyKey": true}""",
          """
          {"post": "https://jobs.example/", "callback": false}""");

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
          {"get": "https://a.example/", "expect": {"when": true}}""",
          """
          {"get": "https://a.example/", "expect": [200]}""",
          """
          {"get": "https://a.example/", "response": {"as": "xml"}}""",
          """
          {"get": "https://a.example/", "response": {"to": "disk"}}""",
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
          {"get": "/orders", "connection": "${ input.shop }"}""",
          """
          {"get": "/orders", "connection": "my shop"}""",
          """
          {"get": "https://a.example/", "poll": {}}""",
          """
          {"get": "https://a.example/", "poll": {"until": true}}""",
          """
          {"get": "https://a.example/", "poll": {"until": "${ true }", "every": 20}}""",
          """
          {"get": "https://a.example/", "poll": {"until": "${ true }", "backoff": 0.5}}""",
          """
          {"get": "https://a.example/", "poll": {"until": "${ true }", "fail": "never"}}""",
          """
          {"get": "https://a.example/", "pages": {}}""",
          """
          {"get": "https://a.example/", "pages": {"next": "https://a.example/2"}}""",
          """
          {"get": "https://a.example/", "pages": {"next": "${ result.body.next }", "limit": 1001}}""",
          """
          {"post": "https://a.example/", "callback": "${ input.wait }"}""",
          """
          {"post": "https://a.example/", "multipart": []}""",
          """
          {"post": "https://a.example/", "multipart": {"a": {}}}""",
          """
          {"post": "https://a.example/", "multipart": {"a": {"text": "b", "json": 1}}}""",
          """
          {"post": "https://a.example/", "multipart": {"a": [{"text": "b"}]}}""",
          """
          {"post": "https://a.example/", "bytes": 5}""");

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
          {"get": "https://a.example/", "response": {"limit": "2GB", "to": "s3"}}""",
          """
          {"get": "https://a.example/", "response": {"as": "text", "to": "s3"}}""",
          """
          {"post": "https://a.example/", "bytes": "no base64!"}""",
          """
          {"post": "https://a.example/", "multipart": {"a": {"bytes": "*"}}}""",
          """
          {"post": "https://a.example/", "multipart": {"a": {"text": "b", "type": "x\\r\\ny: z"}}}""",
          """
          {"post": "https://a.example/", "multipart": {"a": 1}, "headers": {"Content-Type": "a/b"}}""",
          """
          {"post": "https://a.example/", "callback": true}""",
          """
          {"post": "https://a.example/", "poll": {"until": "${ result.body.done }"}}""",
          """
          {"post": "https://a.example/", "pages": {"next": "${ result.body.next }"}}""",
          """
          {"get": "https://a.example/", "pages": {"next": "${ result.body.next }"},
           "poll": {"until": "${ result.body.done }"}}""",
          """
          {"get": "https://a.example/", "pages": {"next": "${ result.body.next }"},
           "response": {"to": "s3"}}""",
          """
          {"get": "https://a.example/", "poll": {"until": "${ true }", "every": "500ms"}}""",
          """
          {"get": "https://a.example/", "poll": {"until": "${ true }", "every": "1h", "max": "5m"}}""",
          """
          {"get": "https://a.example/", "poll": {"until": "${ true }", "get": "/jobs"}}""",
          """
          {"get": "https://a.example/", "poll": {"until": "${ true }", "max": "often"}}""",
          """
          {"get": "https://a.example/", "response": {"limit": "0B"}}""",
          """
          {"post": "https://a.example/", "idempotencyKey": true,
           "headers": {"idempotency-key": "mine"}}""");

  private HttpExamples() {}
}
