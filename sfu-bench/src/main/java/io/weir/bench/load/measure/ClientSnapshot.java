package io.weir.bench.load.measure;

import java.util.List;

/**
 * One client's figures.
 *
 * @param name of the client
 * @param state how far its association is
 * @param failure why it failed, for people; empty otherwise
 * @param milestones how long joining took
 * @param connectedForNs how long ago keys were agreed; {@link JoinMilestones#NEVER} before
 * @param srtpProfile name of what encrypts; empty before DTLS agreed on one
 * @param sent what it sends
 * @param received what it receives, each SSRC by itself
 */
public record ClientSnapshot(
    String name,
    ClientState state,
    String failure,
    JoinMilestones milestones,
    long connectedForNs,
    String srtpProfile,
    List<SentStream> sent,
    List<ReceivedStream> received) {

  public ClientSnapshot {
    sent = List.copyOf(sent);
    received = List.copyOf(received);
  }

  /** What became of all packets that it should have received. */
  public PacketTruth packets() {
    return received.stream().map(ReceivedStream::truth).reduce(PacketTruth.NONE, PacketTruth::plus);
  }

  /** What became of all frames that it should have shown. */
  public FrameTruth frames() {
    return received.stream().map(ReceivedStream::frames).reduce(FrameTruth.NONE, FrameTruth::plus);
  }
}
