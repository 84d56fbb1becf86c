package dev.millrace.integrations.http;

import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/// Sends everything through a proxy but what goes to the machine itself, which a proxy elsewhere
/// would take for its own.
final class ProxyRoutes extends DefaultProxyRoutePlanner {
  ProxyRoutes(HttpProxy proxy) {
    super(new HttpHost("http", proxy.host(), proxy.port()));
  }

  @Override
  protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context)
      throws org.apache.hc.core5.http.HttpException {
    return isLoopback(target.getHostName()) ? null : super.determineProxy(target, context);
  }

  /// By its text: names are the proxy's matter.
  static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }
}
