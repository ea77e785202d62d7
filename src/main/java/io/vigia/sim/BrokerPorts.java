package io.vigia.sim;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The loopback ports of one broker.
 *
 * <p>They are drawn below the usual ephemeral ranges (32768 on Linux, 49152 elsewhere), so that no
 * outgoing connection takes a port while its broker is away. Another listener may still take one
 * between the draw and the bind; {@link Broker} then draws again.
 */
record BrokerPorts(int client, int controller) {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 200;

  static BrokerPorts draw() {
    int client = drawOne();
    int controller = drawOne();
    while (controller == client) {
      controller = drawOne();
    }
    return new BrokerPorts(client, controller);
  }

  boolean free() {
    return free(client) && free(controller);
  }

  private static int drawOne() {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (free(port)) {
        return port;
      }
    }
    throw new BrokerException(
        "no free loopback port found between " + LOWEST + " and " + HIGHEST + "; close some");
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
