package io.weir.core.transport;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.congestion.BandwidthEstimator;
import io.weir.core.control.LinkStatistics;
import io.weir.core.control.PacerStatistics;
import io.weir.core.control.SelectedPath;
import io.weir.core.control.TransportState;
import io.weir.core.control.TransportStatistics;
import io.weir.core.srtp.SrtpProfile;
import io.weir.core.stream.TrafficMeter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went over one transport and how fast lately, with the rates of its streams. Worker thread
 * only; counting allocates nothing.
 */
final class TransportMeter {
  private final TrafficMeter received = new TrafficMeter();
  private final TrafficMeter sent;
  private final TrafficMeter probes;
  private final ReceiverTable receivers;
  private final SenderTable senders;
  private @Nullable SrtpProfile profile;

  /** Of a transport with these streams, of which its output counts what is sent. */
  TransportMeter(SecureOutput output, ReceiverTable receivers, SenderTable senders) {
    this.sent = output.traffic();
    this.probes = output.probes();
    this.receivers = receivers;
    this.senders = senders;
  }

  /** What is sent but for what only fills bursts, in bits per second. */
  double mediaBps() {
    return Math.max(0, sent.bitsPerSecond() - probes.bitsPerSecond());
  }

  /** SRTP has keys. */
  void onConnected(SrtpProfile agreed) {
    profile = agreed;
  }

  /** An authentic packet came. */
  void onReceived(int length) {
    received.onPacket(length);
  }

  /** Ends a window of the rates; call about once a second. */
  void sample(long nowNs) {
    received.sample(nowNs);
    sent.sample(nowNs);
    probes.sample(nowNs);
    for (ReceivedEncoding encoding : receivers.encodings()) {
      encoding.sample(nowNs);
    }
    List<RtpSender> sending = senders.senders();
    for (int i = 0; i < sending.size(); i++) {
      sending.get(i).sample(nowNs);
    }
  }

  /** Nothing flows any more: all rates are 0 from now on, sums stay. */
  void end() {
    received.end();
    sent.end();
    probes.end();
    for (ReceivedEncoding encoding : receivers.encodings()) {
      encoding.endSampling();
    }
    senders.senders().forEach(RtpSender::endSampling);
  }

  /** All of the transport itself, as a record. */
  TransportStatistics statistics(
      TransportState state,
      boolean idle,
      @Nullable NetworkPath path,
      long roundTripNs,
      BandwidthEstimator link,
      @Nullable PacerStatistics pacer) {
    SrtpProfile agreed = profile;
    return new TransportStatistics(
        state,
        idle,
        path == null
            ? null
            : new SelectedPath(path.isTcp() ? "tcp" : "udp", path.addressText(), path.port()),
        agreed == null ? null : agreed.name(),
        roundTripNs,
        received.traffic(),
        sent.traffic(),
        new LinkStatistics(
            link.hasFeedback(),
            link.targetBps(),
            link.acknowledgedBps(),
            link.lossRatio(),
            link.roundTripNs()),
        pacer);
  }
}
