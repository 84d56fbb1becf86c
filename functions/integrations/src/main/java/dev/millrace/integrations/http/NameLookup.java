package dev.millrace.integrations.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Finds the IP addresses of a host's name. May block for as long as it likes.
interface NameLookup {
  /// All addresses of a name or an IP address as text, in the order in which to try them; never
  /// none.
  ///
  /// @throws UnknownHostException when there is none
  InetAddress[] addressesOf(String host) throws UnknownHostException;

  /// As the operating system is set up, answers kept for as long as the JVM does.
  static NameLookup system() {
    return InetAddress::getAllByName;
  }
}
