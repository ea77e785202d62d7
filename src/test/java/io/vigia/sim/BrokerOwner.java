package io.vigia.sim;

/** A process that starts a broker, says its id and directory, and waits to be killed. */
final class BrokerOwner {
  private BrokerOwner() {}

  public static void main(String[] args) throws InterruptedException {
    Broker broker = Broker.start(BrokerOptions.temporary());
    System.out.println(broker.pid() + " " + broker.directory());
    Thread.currentThread().join();
  }
}
