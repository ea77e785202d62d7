package io.vigia.app;

import io.prometheus.client.CollectorRegistry;
import io.vigia.topology.StreamHealth;
import io.vigia.web.HttpEndpoint;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import picocli.CommandLine.Option;

/** Where a command serves metrics, health and readiness. */
final class HttpOptions {
  @Option(
      names = "--http-host",
      paramLabel = "HOST",
      description = "Address for /metrics, /health and /ready. Default: loopback only.")
  private InetAddress host = InetAddress.getLoopbackAddress();

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description = "Their port; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
  private int port = 9464;

  HttpEndpoint open(CollectorRegistry registry, StreamHealth health) throws IOException {
    return HttpEndpoint.start(new InetSocketAddress(host, port), registry, health);
  }

  /** As {@link #open}, but on a free port where the asked one is taken. */
  HttpEndpoint openAnywhere(CollectorRegistry registry, StreamHealth health) throws IOException {
    try {
      return open(registry, health);
    } catch (IOException e) {
      if (!(e.getCause() instanceof BindException)) {
        throw e;
      }
      return HttpEndpoint.start(new InetSocketAddress(host, 0), registry, health);
    }
  }
}
