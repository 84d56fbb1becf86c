package dev.millrace.definition.document;

/// Something wrong at a place in a document: a problem that does not know its file yet.
///
/// @param message what is wrong, with the value found; one sentence
/// @param mend what to do about it
public record Flaw(Place place, String message, String mend) {}
