/// How a run ends, worked out a second time: from the plan and from what its attempts came to, by
/// the words of the DAG language and without any code of the rules that it checks. Of the plan
/// only what stands in it is read, never what it can work out. Begin with [Reference].
@NullMarked
package dev.millrace.testkit.reference;

import org.jspecify.annotations.NullMarked;
