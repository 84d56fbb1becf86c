/// The action `fail`: ends an attempt with an error of the document's choice.
@NullMarked
package dev.millrace.integrations.fail;

import org.jspecify.annotations.NullMarked;
