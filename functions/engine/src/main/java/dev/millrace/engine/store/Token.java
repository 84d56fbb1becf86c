package dev.millrace.engine.store;

import dev.millrace.core.RunId;
import dev.millrace.core.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The TOKEN item: which attempt a callback token is for. The token itself is stored nowhere.
///
/// @param hash SHA-256 of the token, hexadecimal
/// @param heartbeat how often a sign of life must come
/// @param lastSeen when the last sign of life came, or the attempt started
public record Token(
    RunId run,
    String hash,
    Work work,
    int attempt,
    Optional<Duration> heartbeat,
    Instant lastSeen) {}
