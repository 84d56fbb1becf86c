/// Files and texts that users name on the command line: DAG documents, inputs. Begin with
/// [FileText].
@NullMarked
package dev.millrace.cli.document;

import org.jspecify.annotations.NullMarked;
