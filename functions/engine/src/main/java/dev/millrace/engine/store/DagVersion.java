package dev.millrace.engine.store;

import dev.millrace.core.DagName;
import java.time.Instant;

/// One stored version of a DAG. A version never changes.
///
/// @param version counts from 1, also after the DAG was removed
/// @param document the text as it was put, YAML or JSON
/// @param digest of the document's content; names the plan made from it
public record DagVersion(
    DagName dag, int version, String document, String digest, Instant created) {}
