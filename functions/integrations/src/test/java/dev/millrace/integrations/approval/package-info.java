@NullMarked
package dev.millrace.integrations.approval;

import org.jspecify.annotations.NullMarked;
