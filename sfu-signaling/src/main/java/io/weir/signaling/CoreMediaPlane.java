package io.weir.signaling;

import io.weir.core.control.Command;
import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.Event;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import io.weir.core.server.MediaAddresses;
import io.weir.core.server.PublicAddresses;
import io.weir.core.server.SfuConfig;
import io.weir.core.server.SfuServer;
import io.weir.signaling.config.Settings;
import io.weir.signaling.session.MediaPlane;
import io.weir.signaling.session.MediaStatistics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.function.Consumer;

/** The core's server as signaling sees it. Any thread. */
final class CoreMediaPlane implements MediaPlane {

  private final SfuServer server;

  private CoreMediaPlane(SfuServer server) {
    this.server = server;
  }

  /** Binds the media ports, starts the workers and warms them up, which takes most of a second. */
  static MediaPlane start(Settings settings, Consumer<Event> events) throws IOException {
    List<InetAddress> bound =
        settings.mediaHosts().isEmpty()
            ? MediaAddresses.ofThisMachine()
            : MediaAddresses.supported(addresses(settings.mediaHosts()));
    if (bound.isEmpty()) {
      throw new IOException("none of the addresses of WEIR_MEDIA_HOST can be used here");
    }
    List<InetAddress> announced =
        settings
            .discovery()
            .map(sources -> PublicAddresses.discover(bound, sources))
            .orElse(addresses(settings.announcedAddresses()));
    SfuServer server =
        SfuServer.start(
            SfuConfig.builder()
                .mediaAddresses(bound)
                .mediaPort(settings.mediaPort())
                .announcedAddresses(announced)
                .workers(settings.workers())
                .trains(settings.udpGso())
                .srtp(settings.srtpEngine().engines())
                .build(),
            events);
    server.warmUp();
    return new CoreMediaPlane(server);
  }

  @Override
  public long newParticipant(String room) {
    return server.newParticipant(room);
  }

  @Override
  public IceParameters newIceParameters(long participant) {
    return server.newIceParameters(participant);
  }

  @Override
  public List<IceCandidate> candidates(long participant) {
    return server.candidates(participant);
  }

  @Override
  public DtlsFingerprint localFingerprint() {
    return server.localFingerprint();
  }

  @Override
  public int newSsrc() {
    return server.newSsrc();
  }

  @Override
  public void submit(Command command) {
    server.submit(command);
  }

  @Override
  public MediaStatistics statistics() {
    return new CoreStatistics(server.statistics());
  }

  @Override
  public String srtpEngine() {
    return server.srtpEngine();
  }

  @Override
  public String description() {
    List<List<InetSocketAddress>> workers = server.mediaAddresses();
    IntSummaryStatistics ports =
        workers.stream()
            .flatMap(List::stream)
            .mapToInt(InetSocketAddress::getPort)
            .summaryStatistics();
    return "Media on UDP and TCP ports %d to %d of %s, %d worker%s, SRTP by %s"
        .formatted(
            ports.getMin(),
            ports.getMax(),
            String.join(
                ", ",
                workers.getFirst().stream()
                    .map(address -> address.getAddress().getHostAddress())
                    .toList()),
            workers.size(),
            workers.size() == 1 ? "" : "s",
            server.srtpEngine());
  }

  @Override
  public void close() {
    server.close();
  }

  private static List<InetAddress> addresses(List<String> literals) throws UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String literal : literals) {
      addresses.add(InetAddress.getByName(literal));
    }
    return addresses;
  }
}
