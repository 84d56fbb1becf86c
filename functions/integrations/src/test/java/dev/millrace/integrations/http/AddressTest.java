package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "https://shop.example, https://shop.example/",
    "HTTPS://Shop.Example/Orders, https://shop.example/Orders",
    "https://shop.example:443/, https://shop.example/",
    "http://shop.example:443/, http://shop.example:443/",
    "http://shop.example:/, http://shop.example/",
    "https://shop.example?a=b, https://shop.example/?a=b",
    "https://shop.example/a?b=c#part, https://shop.example/a?b=c",
    "https://bücher.example/größe?ä=ö, https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe?%C3%A4=%C3%B6",
    "http://my_service:8080/a, http://my_service:8080/a",
    "'http://[2001:DB8::1]:8080/a', 'http://[2001:db8::1]:8080/a'",
    "https://shop.example/a%2Fb//c;d=e, https://shop.example/a%2Fb//c;d=e",
  })
  void an_address_is_read_as_it_goes_out(String text, String sent) {
    assertThat(address(text).text()).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource({
    "orders, an absolute http or https address",
    "//shop.example/orders, an absolute http or https address",
    "mailto:a@shop.example, an absolute http or https address",
    "ftp://shop.example/, an absolute http or https address",
    "https://, an address (expected authority at character 9)",
    "https:///orders, an address with a host",
    "https://:80/, an address with a host",
    "https://user@shop.example/, an address without user and password",
    "https://user:secret@shop.example/, an address without user and password",
    "https://shop.example:0/, an address with a port from 1 to 65535",
    "https://shop.example:65536/, an address with a port from 1 to 65535",
    "https://shop.example:port/, an address with a host",
    "https://shop.example/a b, an address (illegal character in path at character 23)",
    "https://shop.example/../a, 'an address without \".\" and \"..\" in its path'",
    "https://shop.example/a/%2e%2E/b, 'an address without \".\" and \"..\" in its path'",
    "https://shop.example/a/., 'an address without \".\" and \"..\" in its path'",
    "'https://[fe80::1%25eth0]/', an address with a host",
    "http://127.1/, 'an address with a host name, or with an IP address of four numbers from 0 to 255'",
    "http://1.2.3.256/, 'an address with a host name, or with an IP address of four numbers from 0 to 255'",
  })
  void what_is_no_address_says_why(String text, String rule) {
    assertThat(Address.read(text))
        .isInstanceOfSatisfying(
            Address.Wrong.class, wrong -> assertThat(wrong.rule()).isEqualTo(rule));
  }

  @Test
  void a_label_of_more_than_63_characters_is_none() {
    assertThat(Address.read("https://" + "a".repeat(64) + ".example/"))
        .isInstanceOf(Address.Wrong.class);
  }

  @Test
  void an_address_beyond_all_measure_is_none() {
    assertThat(Address.read("https://shop.example/" + "a".repeat(Address.LENGTH_MAX)))
        .isInstanceOf(Address.Wrong.class);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/, https://a.example/?k=v",
    "https://a.example/x?, https://a.example/x?k=v",
    "https://a.example/x?a=b, https://a.example/x?a=b&k=v",
    "https://a.example/x?a=b&, https://a.example/x?a=b&k=v",
  })
  void parameters_join_the_query(String text, String joined) {
    assertThat(address(text).with(List.of(new Parameter("k", "v"))).text()).isEqualTo(joined);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/x?token=t&b=1, https://a.example/x?token=***&b=***",
    "https://a.example/x?t0ken, https://a.example/x?***",
    "https://a.example/x?a=b=c&d=, https://a.example/x?a=***&d=***",
  })
  void what_is_shown_hides_the_values_of_the_query(String text, String shown) {
    assertThat(address(text)).hasToString(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/x/y?a=b, ?page=2, https://a.example/x/y?page=2",
    "https://a.example/, ?page=2, https://a.example/?page=2",
    "https://a.example/x/y?a=b, z, https://a.example/x/z",
    "https://a.example/x/y, ../z?c d, https://a.example/z?c%20d",
    "https://a.example/x/y, /z, https://a.example/z",
    "https://a.example/x/y, //b.example/z, https://b.example/z",
    "https://a.example/x/y, http://b.example:81, http://b.example:81/",
  })
  void a_reference_leads_on_from_an_address(String text, String reference, String to) {
    assertThat(((Address.Usable) address(text).resolve(reference)).address().text()).isEqualTo(to);
  }

  @ParameterizedTest
  @CsvSource({
    "http://1.2.3.4/",
    "http://255.255.255.255/",
    "http://1.example/",
    "http://0x7f.example/",
    "http://a1/",
  })
  void numbers_elsewhere_than_at_the_end_of_a_host_mean_nothing(String text) {
    assertThat(address(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/x, https://A.example:443/y?z, true",
    "https://a.example/, http://a.example/, false",
    "https://a.example/, https://a.example:8443/, false",
    "https://a.example/, https://b.example/, false",
  })
  void an_origin_is_scheme_host_and_port(String one, String other, boolean same) {
    assertThat(address(one).sharesOriginWith(address(other))).isEqualTo(same);
  }

  private static Address address(String text) {
    return ((Address.Usable) Address.read(text)).address();
  }
}
