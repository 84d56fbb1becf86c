package dev.millrace.engine.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.DagName;
import dev.millrace.definition.Definition;
import dev.millrace.definition.event.EventSource;
import dev.millrace.definition.event.EventStart;
import dev.millrace.definition.event.Proof;
import dev.millrace.engine.Clock;
import dev.millrace.engine.Plans;
import dev.millrace.engine.StartByEvent.Arrived;
import dev.millrace.engine.secret.SecretReference;
import dev.millrace.engine.secret.Secrets;
import dev.millrace.engine.store.DagStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says which webhooks of a DAG a delivery proves itself to. All that proves nothing looks alike:
/// whether there is such a DAG, whether it has a webhook, and what is wrong with the signature.
public final class ReceiveWebhook {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiveWebhook.class);

  /// What callers show to be let in, which must not get into a run.
  private static final Set<String> PRIVATE_HEADERS =
      Set.of("authorization", "proxy-authorization", "cookie", "x-amz-security-token");

  /// What is computed where there is nothing to prove, to take about as long.
  private static final Proof.Hmac NOBODY =
      new Proof.Hmac(
          "",
          Optional.empty(),
          "",
          Proof.Algorithm.SHA256,
          "",
          Proof.Encoding.HEX,
          Proof.Hmac.BODY,
          Optional.empty());

  private final DagStore dags;
  private final Plans plans;
  private final Secrets secrets;
  private final Clock clock;

  /// Over these ports.
  public ReceiveWebhook(DagStore dags, Plans plans, Secrets secrets, Clock clock) {
    this.dags = dags;
    this.plans = plans;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// What a delivery has come to.
  public sealed interface Receipt {
    /// It proves itself to these event starts of the DAG.
    record Proved(List<EventStart> starts) implements Receipt {
      /// Copies the list.
      public Proved {
        starts = List.copyOf(starts);
      }
    }

    /// It proves nothing, or there is nothing to prove.
    record Unproved() implements Receipt {}

    /// The place where the secret is kept does not answer; the delivery may come again.
    record Unavailable() implements Receipt {}
  }

  /// Checks a delivery.
  ///
  /// @param dag as it was asked for; need not be the name of a DAG
  public Receipt prove(String dag, Delivery delivery) {
    var webhooks = webhooks(dag);
    if (webhooks.isEmpty()) {
      Signatures.mac(NOBODY, "", delivery.body(), "nobody");
      return new Receipt.Unproved();
    }
    var proved = new ArrayList<EventStart>();
    var isUnavailable = false;
    for (var start : webhooks) {
      var proof = proofOf(start);
      switch (secrets.read(reference(proof))) {
        case Secrets.Reading.Found(var secret) -> {
          if (Signatures.proves(proof, delivery, secret.reveal(), clock.now())) {
            proved.add(start);
          }
        }
        case Secrets.Reading.Failed(var error, var cause) -> {
          LOG.error("DAG {}: a webhook cannot be checked: {}: {}", dag, error, cause);
          isUnavailable |= error.equals(Secrets.UNAVAILABLE);
        }
      }
    }
    if (!proved.isEmpty()) {
      return new Receipt.Proved(proved);
    }
    return isUnavailable ? new Receipt.Unavailable() : new Receipt.Unproved();
  }

  /// The event that a delivery is, once it has proved itself.
  ///
  /// @param body what its bytes mean; a missing node for none
  public Arrived arrived(EventStart start, Delivery delivery, JsonNode body) {
    var hidden = new TreeSet<>(PRIVATE_HEADERS);
    switch (proofOf(start)) {
      // A signature with its body could be sent again by whoever reads the run.
      case Proof.Hmac hmac -> hidden.add(hmac.header().toLowerCase(Locale.ROOT));
      case Proof.Token(var header, _) ->
          header.ifPresent(name -> hidden.add(name.toLowerCase(Locale.ROOT)));
    }
    var event = JsonNodeFactory.instance.objectNode();
    var headers = event.putObject("headers");
    delivery
        .headers()
        .forEach(
            (name, value) -> {
              if (!hidden.contains(name)) {
                headers.put(name, value);
              }
            });
    if (!body.isMissingNode()) {
      event.set("body", body);
    }
    var input = body.isMissingNode() ? JsonNodeFactory.instance.objectNode() : body;
    return new Arrived(event, input, Optional.empty());
  }

  private List<EventStart> webhooks(String dag) {
    if (!DagName.isValid(dag)) {
      return List.of();
    }
    return dags
        .latest(new DagName(dag))
        .flatMap(plans::find)
        .map(Definition::events)
        .orElse(List.of())
        .stream()
        .filter(start -> start.source() instanceof EventSource.Webhook)
        .toList();
  }

  private static Proof proofOf(EventStart start) {
    if (start.source() instanceof EventSource.Webhook(var proof)) {
      return proof;
    }
    throw new IllegalArgumentException("no webhook: " + start.source().word());
  }

  private static SecretReference reference(Proof proof) {
    return switch (SecretReference.parse(proof.secret())) {
      case SecretReference.Parsing.Parsed(var reference) -> reference;
      case SecretReference.Parsing.Wrong(var what, _) -> throw new IllegalStateException(what);
    };
  }
}
