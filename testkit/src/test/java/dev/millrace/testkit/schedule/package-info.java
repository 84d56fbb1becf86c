/// What schedules do, on a host whose time and misfortunes a test decides.
@NullMarked
package dev.millrace.testkit.schedule;

import org.jspecify.annotations.NullMarked;
