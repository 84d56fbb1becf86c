/// HTTP tasks on a whole host: what parks, what is stored, what a crash must not repeat.
@NullMarked
package dev.millrace.local.requests;

import org.jspecify.annotations.NullMarked;
