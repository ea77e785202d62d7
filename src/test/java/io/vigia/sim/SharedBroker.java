package io.vigia.sim;

/**
 * One broker for all tests of a JVM that neither stop it nor fill it. It ends with the JVM. Tests
 * tell their topics apart by name.
 */
public final class SharedBroker {
  private SharedBroker() {}

  /** Starts it on the first call. */
  public static Broker get() {
    return Holder.BROKER;
  }

  private static final class Holder {
    static final Broker BROKER = Broker.start(BrokerOptions.temporary());

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(BROKER::close, "shared-broker"));
    }
  }
}
