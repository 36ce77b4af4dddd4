package io.weir.core.ice;

import io.weir.core.control.IceParameters;
import io.weir.core.stun.MessageIntegrity;
import io.weir.core.stun.StunBindingValidator;
import io.weir.core.stun.UsernameFragments;
import java.nio.charset.StandardCharsets;

/** One generation of both ends' credentials; an ICE restart begins another. */
final class IceCredentials {
  private final long localUfragKey;
  private final byte[] remoteUfrag;

  /** Requests to us and our responses to them both use our password (RFC 8445 §7.2.2). */
  private final MessageIntegrity integrity;

  IceCredentials(IceParameters local, IceParameters remote) {
    localUfragKey = UsernameFragments.parse(local.usernameFragment());
    if (localUfragKey == UsernameFragments.INVALID) {
      throw new IllegalArgumentException("not one of our ufrags: " + local.usernameFragment());
    }
    remoteUfrag = remote.usernameFragment().getBytes(StandardCharsets.UTF_8);
    integrity = new MessageIntegrity(local.password());
  }

  long localUfragKey() {
    return localUfragKey;
  }

  MessageIntegrity integrity() {
    return integrity;
  }

  boolean matchUsername(StunBindingValidator request) {
    return request.localUfragKey() == localUfragKey && request.isRemoteUfrag(remoteUfrag);
  }
}
