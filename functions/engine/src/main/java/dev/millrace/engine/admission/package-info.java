/// Which runs of a DAG may be open beside each other. A run that must wait for a place is created
/// QUEUED and begins when it has one. Begin with [Places].
@NullMarked
package dev.millrace.engine.admission;

import org.jspecify.annotations.NullMarked;
