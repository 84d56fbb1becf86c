/// Tests of the API without a server. How its calls behave over HTTP is tested on the embedded
/// host.
@NullMarked
package dev.millrace.api;

import org.jspecify.annotations.NullMarked;
