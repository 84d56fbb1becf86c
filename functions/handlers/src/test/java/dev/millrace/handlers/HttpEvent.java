package dev.millrace.handlers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A request of an HTTP API, made of events/api.json.
record HttpEvent(ObjectNode json) {
  /// A call of somebody whom the authorizer let pass, without a body.
  static HttpEvent of(String method, String path) {
    var event = (ObjectNode) EventFile.read("api");
    event.remove("body");
    event.put("rawPath", path);
    ((ObjectNode) event.path("headers")).remove("content-type");
    ((ObjectNode) event.path("headers")).put("content-length", "0");
    ((ObjectNode) event.at("/requestContext/http")).put("method", method).put("path", path);
    return new HttpEvent(event);
  }

  HttpEvent query(String raw) {
    json.put("rawQueryString", raw);
    return this;
  }

  HttpEvent header(String name, String value) {
    ((ObjectNode) json.path("headers")).put(name, value);
    return this;
  }

  HttpEvent body(String type, String text) {
    json.put("body", text);
    return header("content-type", type);
  }

  HttpEvent base64(String type, String text) {
    json.put("isBase64Encoded", true);
    return body(type, text);
  }

  HttpEvent bytes(String type, byte[] bytes) {
    return base64(type, new String(Base64.getEncoder().encode(bytes), StandardCharsets.US_ASCII));
  }

  /// As a route that forgot to ask for authorization would hand it over.
  HttpEvent anonymous() {
    ((ObjectNode) json.path("requestContext")).remove("authorizer");
    return this;
  }
}
