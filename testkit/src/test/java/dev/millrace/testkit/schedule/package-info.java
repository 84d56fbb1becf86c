/// What schedules do with a host whose time and misfortunes a test decides.
@NullMarked
package dev.millrace.testkit.schedule;

import org.jspecify.annotations.NullMarked;
