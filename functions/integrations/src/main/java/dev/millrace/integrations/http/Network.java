package dev.millrace.integrations.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// The kinds of networks that an IP address may lie in, after the registries of special-purpose
/// addresses (RFC 6890 and its updates at IANA). An IPv6 address that carries an IPv4 address
/// counts as that.
enum Network {
  PUBLIC("public"),
  LOOPBACK("the machine itself (loopback)"),
  LINK_LOCAL("link-local, where metadata services live"),
  PRIVATE("in a private network"),
  MULTICAST("multicast or broadcast"),
  RESERVED("reserved");

  private static final List<Block> IPV4 =
      List.of(
          Block.of(RESERVED, "0.0.0.0", 8), // reaches loopback on Linux
          Block.of(PRIVATE, "10.0.0.0", 8),
          Block.of(LINK_LOCAL, "100.100.100.200", 32), // private in name only: Alibaba's metadata
          Block.of(PRIVATE, "100.64.0.0", 10), // carriers' networks
          Block.of(LOOPBACK, "127.0.0.0", 8),
          Block.of(LINK_LOCAL, "169.254.0.0", 16),
          Block.of(
              LINK_LOCAL, "168.63.129.16", 32), // public in name only: Azure's host to its guests
          Block.of(PRIVATE, "172.16.0.0", 12),
          Block.of(RESERVED, "192.0.0.0", 24),
          Block.of(RESERVED, "192.0.2.0", 24),
          Block.of(RESERVED, "192.88.99.0", 24),
          Block.of(PRIVATE, "192.168.0.0", 16),
          Block.of(PRIVATE, "198.18.0.0", 15),
          Block.of(RESERVED, "198.51.100.0", 24),
          Block.of(RESERVED, "203.0.113.0", 24),
          Block.of(MULTICAST, "224.0.0.0", 4),
          Block.of(MULTICAST, "255.255.255.255", 32),
          Block.of(RESERVED, "240.0.0.0", 4));

  private static final List<Block> IPV6 =
      List.of(
          Block.of(LOOPBACK, "::1", 128),
          Block.of(RESERVED, "::", 128),
          Block.of(RESERVED, "64:ff9b:1::", 48),
          Block.of(RESERVED, "100::", 64),
          Block.of(RESERVED, "2001::", 23), // Teredo among them, which hides an IPv4 address
          Block.of(RESERVED, "2001:db8::", 32),
          Block.of(RESERVED, "3fff::", 20),
          Block.of(RESERVED, "5f00::", 16),
          Block.of(LINK_LOCAL, "fd00:ec2::254", 128), // unique-local in name only: AWS's metadata
          Block.of(LINK_LOCAL, "fd20:ce::254", 128), // the same of Google Cloud
          Block.of(PRIVATE, "fc00::", 7), // unique-local
          Block.of(LINK_LOCAL, "fe80::", 10),
          Block.of(PRIVATE, "fec0::", 10),
          Block.of(MULTICAST, "ff00::", 8));

  /// Blocks of IPv6 whose addresses carry an IPv4 address, and behind how many bytes.
  private static final List<Carrier> CARRIERS =
      List.of(
          new Carrier(Block.of(RESERVED, "64:ff9b::", 96), 12),
          new Carrier(Block.of(RESERVED, "2002::", 16), 2));

  /// All that the registry has given out as global unicast addresses so far.
  private static final Block GLOBAL = Block.of(PUBLIC, "2000::", 3);

  /// How the second half of an address begins that carries an IPv4 address (ISATAP, RFC 5214, 6.1),
  /// its universal bit aside.
  private static final List<Byte> ISATAP = List.of((byte) 0, (byte) 0, (byte) 0x5E, (byte) 0xFE);

  private static final int ISATAP_AT = 8;
  private static final int UNIVERSAL_BIT = 0x02;

  private static final int IPV4_BYTES = 4;

  /// The first twelve bytes of `::ffff:a.b.c.d` and of the older `::a.b.c.d`.
  private static final int MAPPED_AT = 12;

  private final String words;

  Network(String words) {
    this.words = words;
  }

  /// For messages, to follow `is`.
  String inWords() {
    return words;
  }

  /// The network of an address.
  static Network of(InetAddress address) {
    return of(address.getAddress());
  }

  static Network of(byte[] address) {
    if (address.length == IPV4_BYTES) {
      return in(IPV4, address);
    }
    var special = in(IPV6, address);
    if (special != PUBLIC) {
      return special;
    }
    if (isMapped(address)) {
      return of(carried(address, MAPPED_AT));
    }
    return CARRIERS.stream()
        .filter(carrier -> carrier.block().has(address))
        .findFirst()
        .map(carrier -> of(carried(address, carrier.at())))
        .orElseGet(() -> ofGlobal(address));
  }

  private static Network ofGlobal(byte[] address) {
    if (!GLOBAL.has(address)) {
      return RESERVED; // whatever it becomes one day, it is no public address today
    }
    return isIsatap(address) ? of(carried(address, ISATAP_AT + ISATAP.size())) : PUBLIC;
  }

  private static boolean isIsatap(byte[] address) {
    return (address[ISATAP_AT] & ~UNIVERSAL_BIT) == ISATAP.get(0)
        && address[ISATAP_AT + 1] == ISATAP.get(1)
        && address[ISATAP_AT + 2] == ISATAP.get(2)
        && address[ISATAP_AT + 3] == ISATAP.get(3);
  }

  private static Network in(List<Block> blocks, byte[] address) {
    return blocks.stream()
        .filter(block -> block.has(address))
        .findFirst()
        .map(Block::network)
        .orElse(PUBLIC);
  }

  private static boolean isMapped(byte[] address) {
    for (var i = 0; i < MAPPED_AT - 2; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return address[MAPPED_AT - 2] == address[MAPPED_AT - 1]
        && (address[MAPPED_AT - 1] == 0 || address[MAPPED_AT - 1] == (byte) 0xFF);
  }

  private static byte[] carried(byte[] address, int at) {
    return Arrays.copyOfRange(address, at, at + IPV4_BYTES);
  }

  private record Carrier(Block block, int at) {}

  /// All addresses that begin with the same bits.
  private record Block(Network network, List<Byte> start, int bits) {
    static Block of(Network network, String start, int bits) {
      try {
        var bytes = InetAddress.getByName(start).getAddress(); // a literal: nothing is looked up
        var boxed = new Byte[bytes.length];
        Arrays.setAll(boxed, i -> bytes[i]);
        return new Block(network, List.of(boxed), bits);
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(start, e);
      }
    }

    boolean has(byte[] address) {
      for (var bit = 0; bit < bits; bit++) {
        var mask = 0x80 >> (bit % Byte.SIZE);
        if ((address[bit / Byte.SIZE] & mask) != (start.get(bit / Byte.SIZE) & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
