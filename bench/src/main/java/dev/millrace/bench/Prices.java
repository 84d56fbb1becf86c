package dev.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/// What AWS takes, in US dollars: list prices of one region on one day, without free tiers.
///
/// @param asOf the day on which they held
/// @param byItem by names such as `sqs.fifo`
public record Prices(String region, LocalDate asOf, Map<String, Price> byItem) {
  private static final String FILE = "prices.json";

  /// The price of something.
  ///
  /// @param usd for so many
  /// @param per how many that price is for
  /// @param unit what is counted
  /// @param source the page that says so
  public record Price(double usd, long per, String unit, String source) {
    /// What so many cost, in dollars.
    public double of(double quantity) {
      return usd * quantity / per;
    }
  }

  /// Copies the map.
  public Prices {
    byItem = Map.copyOf(byItem);
  }

  /// The list that comes with Millrace (`prices.json`).
  public static Prices list() {
    try (var file = Prices.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing in the jar");
      }
      return read(new JsonMapper().readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Prices read(JsonNode list) {
    var byItem = new HashMap<String, Price>();
    for (var entry : list.required("prices").properties()) {
      var price = entry.getValue();
      byItem.put(
          entry.getKey(),
          new Price(
              price.required("usd").doubleValue(),
              price.required("per").longValue(),
              price.required("unit").textValue(),
              price.required("source").textValue()));
    }
    return new Prices(
        list.required("region").textValue(),
        LocalDate.parse(list.required("asOf").textValue()),
        byItem);
  }

  /// The price of an item.
  ///
  /// @throws IllegalArgumentException when the list has no such item
  public Price of(String item) {
    var price = byItem.get(item);
    if (price == null) {
      throw new IllegalArgumentException("no price of " + item);
    }
    return price;
  }
}
