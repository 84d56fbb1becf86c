/// Pictures of DAGs: as Mermaid and DOT text, and as SVG with a layered layout of its own.
/// Begin with [Picture], which says what is drawn; [Layers] and [Layout] place it.
@NullMarked
package dev.millrace.cli.graph;

import org.jspecify.annotations.NullMarked;
