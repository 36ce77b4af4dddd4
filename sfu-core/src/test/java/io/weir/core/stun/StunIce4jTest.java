package io.weir.core.stun;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.testkit.StunMessageBuilder;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.attribute.ErrorCodeAttribute;
import org.ice4j.attribute.UnknownAttributesAttribute;
import org.ice4j.attribute.XorMappedAddressAttribute;
import org.ice4j.message.Message;
import org.junit.jupiter.api.Test;

/** We read what ice4j writes, and ice4j reads what we write, for many random messages. */
class StunIce4jTest {
  private static final String PASSWORD = "a password of 24 letters";
  private static final int ROUNDS = 2_000;

  private final Random random = new Random(5769);
  private final Ice4jOracle oracle = new Ice4jOracle(PASSWORD);
  private final MessageIntegrity key = new MessageIntegrity(PASSWORD);
  private final StunBindingValidator validator = new StunBindingValidator();
  private final StunWriter writer = new StunWriter();
  private final byte[] transactionId = new byte[12];

  @Test
  void shouldAcceptAndUnderstandRequestsOfIce4j() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      long localKey = randomKey();
      String remote = "r".repeat(1 + random.nextInt(60));
      long priority = random.nextLong(1L << 31);
      long tieBreaker = random.nextLong();
      boolean useCandidate = random.nextBoolean();
      boolean controlled = random.nextBoolean();
      List<Attribute> attributes = new ArrayList<>();
      attributes.add(AttributeFactory.createPriorityAttribute(priority));
      attributes.add(
          controlled
              ? AttributeFactory.createIceControlledAttribute(tieBreaker)
              : AttributeFactory.createIceControllingAttribute(tieBreaker));
      if (useCandidate) {
        attributes.add(AttributeFactory.createUseCandidateAttribute());
      }

      assertThat(validate(UsernameFragments.format(localKey) + ":" + remote, attributes))
          .isEqualTo(StunVerdict.BINDING_REQUEST);
      assertThat(validator.hasIntegrity(key)).isTrue();
      assertThat(validator.hasIntegrity(new MessageIntegrity("another"))).isFalse();
      assertThat(validator.localUfragKey()).isEqualTo(localKey);
      assertThat(validator.isRemoteUfrag(remote.getBytes(StandardCharsets.UTF_8))).isTrue();
      assertThat(validator.priority()).isEqualTo(priority);
      assertThat(validator.useCandidate()).isEqualTo(useCandidate);
      assertThat(validator.controlled()).isEqualTo(controlled);
      assertThat(validator.controlling()).isEqualTo(!controlled);
      assertThat(validator.tieBreaker()).isEqualTo(tieBreaker);
      assertThat(validator.unknownAttributeCount()).isZero();
    }
  }

  @Test
  void shouldWriteSuccessThatIce4jVerifies() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      validate(UsernameFragments.format(randomKey()) + ":r", List.of());
      boolean ipv4 = random.nextBoolean();
      NetworkPath path =
          ipv4
              ? NetworkPath.ofIpv4(0, random.nextInt(), random.nextInt(1, 65536))
              : new NetworkPath(0, random.nextLong(), random.nextLong(), random.nextInt(1, 65536));
      byte[] out = new byte[StunWriter.MAX_LENGTH + 3];
      int length =
          writer.writeSuccess(
              validator,
              path.addressHigh(),
              path.addressLow(),
              path.port(),
              key,
              MemorySegment.ofArray(out),
              3);

      Message message = oracle.decodeVerified(Arrays.copyOfRange(out, 3, 3 + length));
      assertThat(message.getMessageType()).isEqualTo(Message.BINDING_SUCCESS_RESPONSE);
      assertThat(message.getTransactionID()).isEqualTo(transactionId);
      TransportAddress mapped =
          ((XorMappedAddressAttribute) message.getAttribute(Attribute.XOR_MAPPED_ADDRESS))
              .getAddress(transactionId);
      assertThat(mapped.getPort()).isEqualTo(path.port());
      assertThat(mapped.getAddress()).isEqualTo(address(path));
    }
  }

  @Test
  void shouldWriteRoleConflictsThatIce4jVerifies() throws Exception {
    validate("AAAABBBB:r", List.of());
    byte[] out = dirty();
    int length = writer.writeRoleConflict(validator, key, MemorySegment.ofArray(out), 0);

    Message message = oracle.decodeVerified(Arrays.copyOf(out, length));
    ErrorCodeAttribute error = (ErrorCodeAttribute) message.getAttribute(Attribute.ERROR_CODE);
    assertThat(error.getErrorCode()).isEqualTo(ErrorCodeAttribute.ROLE_CONFLICT);
    assertThat(error.getReasonPhrase().trim()).isEqualTo("Role Conflict");
  }

  @Test
  void shouldListUnknownAttributesSoThatIce4jReadsThem() throws Exception {
    for (int count = 1; count <= 9; count++) {
      StunMessageBuilder builder =
          StunMessageBuilder.bindingRequest(transactionId).username("AAAABBBB:r");
      for (int i = 0; i < count; i++) {
        builder.attribute(0x7000 + i, new byte[i]);
      }
      byte[] request = builder.integrity(PASSWORD).fingerprint().build();
      assertThat(validator.validate(MemorySegment.ofArray(request), 0, request.length))
          .isEqualTo(StunVerdict.BINDING_REQUEST);
      byte[] out = dirty();
      int length = writer.writeUnknownAttributes(validator, key, MemorySegment.ofArray(out), 0);

      assertThat(length).isLessThanOrEqualTo(StunWriter.MAX_LENGTH);
      Message message = oracle.decodeVerified(Arrays.copyOf(out, length));
      ErrorCodeAttribute error = (ErrorCodeAttribute) message.getAttribute(Attribute.ERROR_CODE);
      assertThat(error.getErrorCode()).isEqualTo(ErrorCodeAttribute.UNKNOWN_ATTRIBUTE);
      UnknownAttributesAttribute unknown =
          (UnknownAttributesAttribute) message.getAttribute(Attribute.UNKNOWN_ATTRIBUTES);
      assertThat(unknown.getAttributeCount()).isEqualTo(Math.min(count, 8));
      assertThat(unknown.contains((char) 0x7000)).isTrue();
    }
  }

  private StunVerdict validate(String username, List<Attribute> attributes) throws Exception {
    random.nextBytes(transactionId);
    byte[] request = oracle.bindingRequest(transactionId, username, attributes);
    return validator.validate(MemorySegment.ofArray(request), 0, request.length);
  }

  private long randomKey() {
    return random.nextLong() >>> (Long.SIZE - UsernameFragments.KEY_BITS);
  }

  /** Memory as the send batch has it: with the bytes of what was sent before. */
  private byte[] dirty() {
    byte[] bytes = new byte[StunWriter.MAX_LENGTH];
    random.nextBytes(bytes);
    return bytes;
  }

  private static InetAddress address(NetworkPath path) throws Exception {
    ByteBuffer bytes =
        ByteBuffer.allocate(16).putLong(path.addressHigh()).putLong(path.addressLow());
    return InetAddress.getByAddress(
        path.isIpv4() ? Arrays.copyOfRange(bytes.array(), 12, 16) : bytes.array());
  }
}
