/// Tests of the API over real connections. Begin with [ApiClient].
@NullMarked
package dev.millrace.local.http;

import org.jspecify.annotations.NullMarked;
