/// How what is stored and sent is written as text: instants, works, JSON values. Hosts and formats
/// share it, so that the same thing reads the same everywhere. Begin with [JsonText].
@NullMarked
package dev.millrace.engine.text;

import org.jspecify.annotations.NullMarked;
