package dev.millrace.definition;

/// What a task kind finds wrong with the arguments of a task.
///
/// @param pointer JSON pointer from the arguments to the wrong value; empty for the arguments as
///     a whole, and of the enclosing value when something is missing
/// @param message what is wrong, with the value found; one sentence
/// @param mend what to do about it
public record ArgumentProblem(String pointer, String message, String mend) {}
