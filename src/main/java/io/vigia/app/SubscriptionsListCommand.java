package io.vigia.app;

import io.vigia.alert.desk.Subscription;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vigia subscriptions list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Names, topics and selections.")
final class SubscriptionsListCommand implements Callable<Integer> {
  @Mixin private TopologyArgument topology = new TopologyArgument();

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws IOException {
    TopologySpec spec = topology.read();
    List<Subscription> subscriptions = spec.desk().subscriptions();
    PrintWriter out = command.commandLine().getOut();
    for (Subscription one : subscriptions) {
      String redacted =
          one.redact().isEmpty() ? "" : "  without " + String.join(", ", one.redact());
      out.println(one.name() + "  " + one.topic() + "  " + one.selection() + redacted);
    }
    out.flush();
    if (subscriptions.isEmpty()) {
      command.commandLine().getErr().println("no subscriptions; add some under subscriptions");
    }
    return 0;
  }
}
