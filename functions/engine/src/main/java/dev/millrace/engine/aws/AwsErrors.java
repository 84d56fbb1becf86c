package dev.millrace.engine.aws;

import dev.millrace.core.ErrorName;

/// How an attempt fails before anything was asked of the service that it wanted.
public final class AwsErrors {
  /// The host has no credentials of AWS, or does not know its region.
  public static final ErrorName NOT_CONFIGURED = new ErrorName("Aws.NotConfigured");

  /// The role that the request is to be signed as cannot be taken.
  public static final ErrorName ROLE_REFUSED = new ErrorName("Aws.RoleRefused");

  /// The service that gives roles does not answer; it may do so soon.
  public static final ErrorName ROLE_UNAVAILABLE = new ErrorName("Aws.RoleUnavailable");

  private AwsErrors() {}
}
