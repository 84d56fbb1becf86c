package dev.millrace.core.cron;

/// Which cron an expression is written for; the number of its fields tells.
public enum Dialect {
  /// Five fields, Sunday is 0 or 7; when both day fields are restricted either may match.
  UNIX,
  /// Six fields with a year, Sunday is 1; one of the day fields is `?`.
  AWS
}
