package dev.millrace.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests and signatures of AWS's test suite for signature version 4.
class Signature4Test {
  private static final Instant AT = Instant.parse("2015-08-30T12:36:00Z");
  private static final String TOKEN =
      "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "-",
      value = {
        "get-vanilla | GET | / | - | - | - | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-vanilla-with-session-token | GET | / | - | - | 6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267 | 07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8",
        "get-vanilla-query-order-encoded | GET | /?Param-3=Value3&Param=Value2&%E1%88%B4=Value1 | - | - | - | 371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
        "get-vanilla-utf8-query | GET | /?ሴ=bar | - | - | - | 2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
        "get-space | GET | /example space/ | - | - | - | 652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
        "get-utf8 | GET | /ሴ | - | - | - | 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
        "get-header-value-trim | GET | / | My-Header1: value1; My-Header2: \"a   b   c\" | - | - | acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        "post-x-www-form-urlencoded | POST | / | Content-Type:application/x-www-form-urlencoded;Content-Length:13;x-amz-content-sha256:9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e | Param1=value1 | - | d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b",
      })
  void a_request_of_the_suite_is_signed_as_it_says(
      String name,
      String method,
      String target,
      String headers,
      String body,
      String token,
      String signature) {
    var key =
        new SignIn.Signed(
            "service",
            "us-east-1",
            "AKIDEXAMPLE",
            "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            Optional.ofNullable(token));
    var bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);

    var added =
        new Signature4(
                method, "example.amazonaws.com", target, read(headers), Signature4.hash(bytes), AT)
            .by(key);

    assertThat(added.getLast().name()).isEqualTo("Authorization");
    assertThat(added.getLast().value())
        .as(name)
        .startsWith(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ")
        .endsWith("Signature=" + signature);
    assertThat(added.getFirst()).isEqualTo(new Parameter("X-Amz-Date", "20150830T123600Z"));
    assertThat(added.contains(new Parameter("X-Amz-Security-Token", TOKEN)))
        .isEqualTo(token != null);
  }

  private static List<Parameter> read(String headers) {
    var read = new ArrayList<Parameter>();
    for (var header : headers == null ? new String[0] : headers.split(";", -1)) {
      var colon = header.indexOf(':');
      read.add(new Parameter(header.substring(0, colon).strip(), header.substring(colon + 1)));
    }
    return read;
  }
}
