/// The embedded host: the same use cases and task kinds as on AWS, over one data folder and in one
/// process. Storage, HTTP and the calling of functions live in packages below. Begin with
/// [LocalHost].
@NullMarked
package dev.millrace.local;

import org.jspecify.annotations.NullMarked;
