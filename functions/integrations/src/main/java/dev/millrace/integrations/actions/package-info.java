/// The actions that come with Millrace, each a YAML file like those that users write. Begin with
/// [ShippedActions].
@NullMarked
package dev.millrace.integrations.actions;

import org.jspecify.annotations.NullMarked;
