package io.weir.core.stream;

import io.weir.core.buffer.Packet;
import io.weir.core.codec.PayloadCodec;
import io.weir.core.rtp.DependencyStructure;
import io.weir.core.rtp.HeaderExtensions;
import org.jspecify.annotations.Nullable;

/**
 * Fills in each received video packet's place among the frames and layers of its stream, once for
 * all slots: what its payload tells, its Dependency Descriptor, and the packets before it. One
 * thread.
 */
final class LayerReader {
  private static final long NONE = -1;

  /** There once a descriptor came. */
  private @Nullable DependencyStructure structure;

  private long highest = NONE;
  private long timestamp;

  /** A bit for each layer that may be entered with its next picture. */
  private long enterable;

  /** Whether the latest picture's layer may be entered with it. */
  private boolean sync;

  /**
   * Takes every accepted packet, in the order in which they come.
   *
   * @param descriptor its Dependency Descriptor, or {@link HeaderExtensions#NOT_FOUND}
   */
  void read(Packet packet, PayloadCodec codec, long descriptor) {
    packet.forgetLayers();
    codec.readLayers(packet);
    if (descriptor != HeaderExtensions.NOT_FOUND) {
      long ahead = readDescriptor(packet, descriptor);
      packet.layerSync |= isEnterable(packet, ahead);
    } else if (codec.syncsAhead()) {
      boolean point = packet.layerSync || packet.keyFrame;
      packet.layerSync = isEnterable(packet, point ? DependencyStructure.layersAbove(packet) : 0);
    }
    packet.frameStart |= packet.extendedSequence == highest + 1 && packet.timestamp != timestamp;
    if (packet.extendedSequence > highest) {
      highest = packet.extendedSequence;
      timestamp = packet.timestamp;
    }
  }

  private long readDescriptor(Packet packet, long descriptor) {
    DependencyStructure known = structure;
    if (known == null) {
      known = new DependencyStructure();
      structure = known;
    }
    return known.read(packet, descriptor);
  }

  /**
   * Whether a layer may be entered at a picture, when encoders say at a picture before that those
   * of higher layers which follow do not depend on any before that (RFC 9628 §4.2, bit U; a
   * descriptor's switch indication): it is the first one of its layer since.
   *
   * @param ahead a bit for each layer of which the picture's encoder says so with it
   */
  private boolean isEnterable(Packet packet, long ahead) {
    if (packet.extendedSequence <= highest) {
      return packet.timestamp == timestamp && sync;
    }
    if (packet.timestamp == timestamp) {
      return sync;
    }
    if (packet.extendedSequence != highest + 1) {
      enterable = 0; // The first picture of a layer may be what is missing.
    }
    long layer = 1L << packet.temporalLayer;
    sync = (enterable & layer) != 0;
    enterable = (enterable & ~layer) | ahead;
    return sync;
  }
}
