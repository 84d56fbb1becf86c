package dev.millrace.engine.aws;

import dev.millrace.engine.secret.Secret;
import java.util.Optional;

/// An access key of AWS. Never store, log or print what its secrets reveal.
///
/// @param sessionToken of temporary keys
public record AwsKeys(String accessKeyId, Secret secretAccessKey, Optional<Secret> sessionToken) {}
