/// Tests of users' own DAGs: the real engine on in-memory ports, with scripted actions and time
/// that is skipped. Needs no test framework and no assertion library. Begin with [DagTest]; the
/// page for users is docs/testing.md.
@NullMarked
package dev.millrace.testkit.dag;

import org.jspecify.annotations.NullMarked;
