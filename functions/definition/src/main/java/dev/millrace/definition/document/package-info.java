/// Reads YAML and JSON into one tree in which every value knows its place. Nothing here knows what
/// a DAG is. Begin with [DocumentReader], then [Node].
@NullMarked
package dev.millrace.definition.document;

import org.jspecify.annotations.NullMarked;
