/// Tests of the package beside it.
@NullMarked
package dev.millrace.local.folder;

import org.jspecify.annotations.NullMarked;
