package io.weir.core.stun;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;
import org.ice4j.security.CredentialsAuthority;
import org.ice4j.stack.RawMessage;
import org.ice4j.stack.StunStack;

/** An independent STUN implementation to hold ours against. One thread. */
public final class Ice4jOracle {
  private final StunStack stack = new StunStack();

  /** An oracle for which every username has this password. */
  public Ice4jOracle(String password) {
    byte[] key = password.getBytes(StandardCharsets.UTF_8);
    stack
        .getCredentialsManager()
        .registerAuthority(
            new CredentialsAuthority() {
              @Override
              public byte[] getLocalKey(String username) {
                return key;
              }

              @Override
              public byte[] getRemoteKey(String username, String media) {
                return key;
              }

              @Override
              public boolean checkLocalUserName(String username) {
                return true;
              }
            });
  }

  /** A signed binding request with further attributes. */
  public byte[] bindingRequest(byte[] transactionId, String username, List<Attribute> attributes)
      throws Exception {
    Request request = MessageFactory.createBindingRequest();
    request.setTransactionID(transactionId);
    request.putAttribute(AttributeFactory.createUsernameAttribute(username));
    attributes.forEach(request::putAttribute);
    MessageIntegrityAttribute integrity =
        AttributeFactory.createMessageIntegrityAttribute(username);
    integrity.setMedia("media");
    request.putAttribute(integrity);
    request.putAttribute(AttributeFactory.createFingerprintAttribute());
    return request.encode(stack);
  }

  /** Decodes a message; throws unless FINGERPRINT and MESSAGE-INTEGRITY are there and right. */
  public Message decodeVerified(byte[] bytes) throws Exception {
    Message message = Message.decode(bytes, 0, bytes.length);
    if (!message.containsAttribute(Attribute.FINGERPRINT)) {
      throw new IllegalArgumentException("no FINGERPRINT");
    }
    TransportAddress anywhere = new TransportAddress("127.0.0.1", 1, Transport.UDP);
    boolean verified =
        stack.validateMessageIntegrity(
            (MessageIntegrityAttribute) message.getAttribute(Attribute.MESSAGE_INTEGRITY),
            "username",
            false,
            RawMessage.build(bytes, bytes.length, anywhere, anywhere));
    if (!verified) {
      throw new IllegalArgumentException("wrong MESSAGE-INTEGRITY");
    }
    return message;
  }
}
