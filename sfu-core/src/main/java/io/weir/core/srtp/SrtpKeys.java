package io.weir.core.srtp;

/**
 * Master keys of one association, as RFC 5764 §4.2 exports them.
 *
 * @param profile what they are for
 * @param localKey protects what Weir sends
 * @param localSalt salt of {@code localKey}
 * @param remoteKey protects what the peer sends
 * @param remoteSalt salt of {@code remoteKey}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; passed once from DTLS to SRTP.
public record SrtpKeys(
    SrtpProfile profile, byte[] localKey, byte[] localSalt, byte[] remoteKey, byte[] remoteSalt) {

  /** The same association as the other end sees it. */
  public SrtpKeys reversed() {
    return new SrtpKeys(profile, remoteKey, remoteSalt, localKey, localSalt);
  }

  @Override
  public String toString() {
    return "SrtpKeys[" + profile + "]";
  }
}
