package io.weir.signaling.session;

import io.weir.core.control.Command;
import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import java.util.List;

/** What signaling needs of the media plane; the real one wraps the core's server. Any thread. */
public interface MediaPlane extends AutoCloseable {

  /** Places a newcomer of a room and returns the number that names it from now on. */
  long newParticipant(String room);

  /** Fresh random ICE credentials for a participant's transport. */
  IceParameters newIceParameters(long participant);

  /** The host candidates at which a participant's transport listens. */
  List<IceCandidate> candidates(long participant);

  /** Fingerprint of the server's certificate. */
  DtlsFingerprint localFingerprint();

  /** A fresh SSRC, as the 32 bits that it is. */
  int newSsrc();

  /** Hands over a command; never blocks. */
  void submit(Command command);

  /** What it measures. */
  MediaStatistics statistics();

  /** Name of what encrypts media. */
  String srtpEngine();

  /** What the start line says of it: ports, workers, engines. */
  String description();

  /** Ends it; blocks until its sockets are closed. */
  @Override
  void close();
}
