package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {
  @ParameterizedTest
  @CsvSource({
    "1.1.1.1, PUBLIC",
    "8.8.8.8, PUBLIC",
    "9.255.255.255, PUBLIC",
    "10.0.0.0, PRIVATE",
    "10.255.255.255, PRIVATE",
    "11.0.0.0, PUBLIC",
    "0.0.0.0, RESERVED",
    "0.1.2.3, RESERVED",
    "100.63.255.255, PUBLIC",
    "100.64.0.0, PRIVATE",
    "100.100.100.200, LINK_LOCAL",
    "100.127.255.255, PRIVATE",
    "100.128.0.0, PUBLIC",
    "127.0.0.1, LOOPBACK",
    "127.255.255.254, LOOPBACK",
    "128.0.0.0, PUBLIC",
    "169.253.255.255, PUBLIC",
    "168.63.129.15, PUBLIC",
    "168.63.129.16, LINK_LOCAL",
    "168.63.129.17, PUBLIC",
    "169.254.169.254, LINK_LOCAL",
    "169.254.170.2, LINK_LOCAL",
    "169.255.0.0, PUBLIC",
    "172.15.255.255, PUBLIC",
    "172.16.0.0, PRIVATE",
    "172.31.255.255, PRIVATE",
    "172.32.0.0, PUBLIC",
    "192.0.0.170, RESERVED",
    "192.0.2.1, RESERVED",
    "192.88.99.1, RESERVED",
    "192.168.0.1, PRIVATE",
    "192.169.0.1, PUBLIC",
    "198.17.255.255, PUBLIC",
    "198.18.0.0, PRIVATE",
    "198.19.255.255, PRIVATE",
    "198.20.0.0, PUBLIC",
    "198.51.100.7, RESERVED",
    "203.0.113.7, RESERVED",
    "223.255.255.255, PUBLIC",
    "224.0.0.1, MULTICAST",
    "239.255.255.255, MULTICAST",
    "240.0.0.1, RESERVED",
    "255.255.255.255, MULTICAST",
    "2606:4700:4700::1111, PUBLIC",
    "2a00:1450::1, PUBLIC",
    "::, RESERVED",
    "::1, LOOPBACK",
    "::2, RESERVED",
    "::127.0.0.1, LOOPBACK",
    "::10.1.2.3, PRIVATE",
    "64:ff9b::a01:203, PRIVATE",
    "64:ff9b::7f00:1, LOOPBACK",
    "64:ff9b::101:101, PUBLIC",
    "64:ff9b:1::1, RESERVED",
    "100::1, RESERVED",
    "2001::1, RESERVED",
    "2001:db8::1, RESERVED",
    "2002:a9fe:a9fe::1, LINK_LOCAL",
    "2002:101:101::1, PUBLIC",
    "3fff::1, RESERVED",
    "5f00::1, RESERVED",
    "fc00::1, PRIVATE",
    "fd00:ec2::254, LINK_LOCAL",
    "fd20:ce::254, LINK_LOCAL",
    "fe80::1, LINK_LOCAL",
    "febf::1, LINK_LOCAL",
    "fec0::1, PRIVATE",
    "ff02::1, MULTICAST",
    "::ffff:0:127.0.0.1, RESERVED",
    "1fff::1, RESERVED",
    "4000::1, RESERVED",
    "2001:470:1::5efe:10.0.0.1, PRIVATE",
    "2001:470:1::200:5efe:7f00:1, LOOPBACK",
    "2001:470:1::5efe:1.1.1.1, PUBLIC",
  })
  void every_address_lies_in_one_kind_of_network(String address, Network network)
      throws UnknownHostException {
    assertThat(Network.of(InetAddress.getByName(address))).isEqualTo(network);
  }

  @ParameterizedTest
  @CsvSource({
    "00000000000000000000ffff7f000001, LOOPBACK",
    "00000000000000000000ffffa9fea9fe, LINK_LOCAL",
    "00000000000000000000ffff01010101, PUBLIC",
  })
  void a_mapped_address_counts_as_what_it_carries(String bytes, Network network)
      throws UnknownHostException {
    // Java turns these into IPv4 itself; the table must not depend on it.
    assertThat(Network.of(HexFormat.of().parseHex(bytes))).isEqualTo(network);
    assertThat(Network.of(InetAddress.getByAddress(HexFormat.of().parseHex(bytes))))
        .isEqualTo(network);
  }
}
