/// Tests of the package.
@NullMarked
package dev.millrace.integrations.http;

import org.jspecify.annotations.NullMarked;
