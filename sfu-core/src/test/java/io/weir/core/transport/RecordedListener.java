package io.weir.core.transport;

import io.weir.core.buffer.Packet;
import io.weir.core.control.TransportState;
import java.util.ArrayList;
import java.util.List;

/** Remembers what a transport and its receivers told. One thread. */
final class RecordedListener implements Transport.Listener, RtpReceiver.Sink {
  final List<TransportState> states = new ArrayList<>();
  final List<Boolean> idle = new ArrayList<>();
  final List<RtpSender> keyFrameRequests = new ArrayList<>();
  final List<Long> sequences = new ArrayList<>();
  final List<Long> captures = new ArrayList<>();
  final List<Integer> encodings = new ArrayList<>();
  final List<Integer> endedEncodings = new ArrayList<>();
  final List<Integer> restartedEncodings = new ArrayList<>();
  int restarts;
  int keyFramesNeeded;

  @Override
  public void onGivenUp(RtpSender sender, long nowNs) {}

  @Override
  public void onLinkLimited(long nowNs) {}

  @Override
  public void onKeyFrameRequested(RtpSender sender, long nowNs) {
    keyFrameRequests.add(sender);
  }

  @Override
  public void onStateChanged(TransportState state) {
    states.add(state);
  }

  @Override
  public void onIdleChanged(boolean value) {
    idle.add(value);
  }

  @Override
  public void onDeadline(long deadlineNs) {}

  @Override
  public void onPacket(Packet packet, long nowNs) {
    sequences.add(packet.extendedSequence & 0xFFFF);
    captures.add(packet.captureNs);
    encodings.add(packet.encoding);
    packet.pool().release(packet);
  }

  @Override
  public void onRestart(int encoding, long nowNs) {
    restarts++;
    restartedEncodings.add(encoding);
  }

  @Override
  public void onKeyFrameNeeded(int encoding, long nowNs) {
    keyFramesNeeded++;
  }

  @Override
  public void onEnded(int encoding, long nowNs) {
    endedEncodings.add(encoding);
  }
}
