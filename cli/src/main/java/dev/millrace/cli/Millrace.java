package dev.millrace.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/// The command `millrace`. Without a command it says what there is and ends with status 2.
@Command(
    name = "millrace",
    description = "Runs DAGs of tasks, here on the embedded engine or on AWS.",
    mixinStandardHelpOptions = true,
    versionProvider = Millrace.Version.class)
public final class Millrace implements Runnable {

  private final CommandLine line = new CommandLine(this);

  /// Runs one command line and ends the process with its exit status.
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /// Runs one command line: 0 done, 1 failed, 2 wrong use, 3 not reachable.
  public static int execute(String... args) {
    return new Millrace().line.execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(line, "Name a command.");
  }

  /// The version that the build wrote into the jar.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var built = Millrace.class.getPackage().getImplementationVersion();
      return new String[] {"millrace " + (built == null ? "(not packaged)" : built)};
    }
  }
}
