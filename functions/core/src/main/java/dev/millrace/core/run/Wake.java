package dev.millrace.core.run;

import java.time.Instant;

/// The one wake that a run has outstanding, for its earliest due instant.
public record Wake(Instant at, Issuer by) {}
