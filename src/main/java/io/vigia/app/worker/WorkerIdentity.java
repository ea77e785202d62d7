package io.vigia.app.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Who works, and where.
 *
 * @param name unique among the workers of a topology
 * @param device such as {@code cpu}, or {@code gpu:0} and the card's name
 */
record WorkerIdentity(String name, String device) {
  /** This process: host and process id. */
  public static WorkerIdentity ofThisProcess(String device) {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "localhost"; // a container without a name of its own
    }
    return new WorkerIdentity(host + "/" + ProcessHandle.current().pid(), device);
  }
}
