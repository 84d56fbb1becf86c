package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronCommandTest {
  private static Call next(String expression, String... more) {
    var words = new ArrayList<>(List.of("cron", "next", expression));
    words.addAll(List.of(more));
    return Call.of(words.toArray(String[]::new));
  }

  private static JsonNode json(Call call) throws JsonProcessingException {
    assertThat(call.status()).isEqualTo(ExitStatus.DONE);
    assertThat(call.err()).isEmpty();
    return new ObjectMapper().readTree(call.out());
  }

  @Test
  void people_get_the_meaning_the_ticks_and_what_to_beware_of() {
    GoldenFile.matches(
        "cron/spring.txt",
        next(
                "30 2 * * *",
                "--zone=Europe/Madrid",
                "--from=2024-03-30T00:00:00Z",
                "--count=3",
                "--gap=shift")
            .transcript());
  }

  @Test
  void programs_get_the_same_as_json() {
    GoldenFile.matches(
        "cron/autumn.json",
        next(
                "*/30 2 * * SAT,SUN",
                "--zone=Europe/Madrid",
                "--from=2024-10-26T22:00:00Z",
                "--count=5",
                "--repeat=both",
                "--json")
            .out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 6 * * MON-FRI         | unix | 2026-11-23T06:00:00Z | 2026-11-24T06:00:00Z",
        "0 6 ? * MON-FRI *       | aws  | 2026-11-23T06:00:00Z | 2026-11-24T06:00:00Z",
        "cron(0 6 1 * ? *)       | aws  | 2026-11-23T06:00:00Z | 2026-12-01T06:00:00Z",
        "@daily                  | unix | 2026-11-23T06:00:00Z | 2026-11-24T00:00:00Z",
        "rate(90 minutes)        | rate | 2026-11-23T06:00:00Z | 2026-11-23T07:30:00Z",
        "at(2026-12-01T09:00:00) | at   | 2026-11-23T06:00:00Z | 2026-12-01T09:00:00Z",
      })
  void from_is_exclusive_and_the_form_is_told(
      String expression, String dialect, String from, String at) throws JsonProcessingException {
    var json = json(next(expression, "--from", from, "--count", "1", "--json"));
    assertThat(json.path("expression").asText()).isEqualTo(expression);
    assertThat(json.path("dialect").asText()).isEqualTo(dialect);
    assertThat(json.path("zone").asText()).isEqualTo("UTC");
    assertThat(json.path("ticks")).hasSize(1);
    assertThat(json.at("/ticks/0/at").asText()).isEqualTo(at);
    assertThat(json.at("/ticks/0/warning").isNull()).isTrue();
    assertThat(json.path("warnings").isArray()).isTrue();
  }

  @Test
  void ten_ticks_from_now_on_are_shown_when_nobody_says() throws JsonProcessingException {
    assertThat(json(next("* * * * *", "--json")).path("ticks")).hasSize(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 1 1 ? 2020", "at(2020-01-01T00:00:00)"})
  void no_tick_to_come_is_an_empty_list(String expression) throws JsonProcessingException {
    var from = "2026-11-23T06:00:00Z";
    assertThat(json(next(expression, "--from", from, "--json")).path("ticks")).isEmpty();
    assertThat(next(expression, "--from", from).out()).endsWith("No tick is to come.\n");
  }

  @Test
  void ticks_end_with_the_years_of_schedules() throws JsonProcessingException {
    assertThat(json(next("@yearly", "--from", "2190-06-01T00:00:00Z", "--json")).path("ticks"))
        .hasSize(9);
    assertThat(json(next("@yearly", "--from", "2500-06-01T00:00:00Z", "--json")).path("ticks"))
        .isEmpty();
    assertThat(
            json(next("@yearly", "--from", "-1000000000-01-01T00:00:00Z", "--json")).path("ticks"))
        .hasSize(10);
  }

  @Test
  void a_star_that_makes_both_day_fields_count_is_told() throws JsonProcessingException {
    assertThat(json(next("0 0 */2 * MON", "--json")).at("/warnings/0").asText())
        .startsWith("A day field that begins with * does not restrict");
  }

  @Test
  void a_wrong_expression_is_wrong_use_and_all_its_problems_are_told() {
    var call = next("60 25 * * *", "--json");
    assertThat(call.status()).isEqualTo(ExitStatus.WRONG_USE);
    assertThat(call.out()).isEmpty();
    assertThat(call.err())
        .isEqualTo(
            """
            millrace: the minute must be 0 to 59, found "60".
                      Write 0, 15-45 or */5.
            millrace: the hour must be 0 to 23, found "25".
                      Write 6, 9-17 or */2.
            """);
  }
}
