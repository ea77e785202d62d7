package io.vigia.app;

import io.vigia.sim.Broker;
import io.vigia.sim.BrokerOptions;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code vigia broker}. */
@Command(
    name = "broker",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a Kafka broker to try things on, until Ctrl-C.",
      "One node on loopback, from the libraries that vigia brings. Prints its address on standard",
      "output when it is ready, and removes its data when it ends."
    })
final class BrokerCommand implements Callable<Integer> {
  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws InterruptedException {
    Broker broker = Broker.start(BrokerOptions.temporary());
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "end-of-broker"));
    command.commandLine().getOut().println(broker.bootstrapServers());
    command.commandLine().getOut().flush();
    new CountDownLatch(1).await();
    return 0;
  }
}
