package dev.millrace.definition.document;

/// A place in a document.
///
/// @param line from 1
/// @param column from 1, in characters (code points)
/// @param pointer JSON pointer (RFC 6901) of the value; empty for the document as a whole
public record Place(int line, int column, String pointer) {}
