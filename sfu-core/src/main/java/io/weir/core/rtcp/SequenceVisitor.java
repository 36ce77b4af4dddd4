package io.weir.core.rtcp;

/** Takes sequence numbers one by one. */
@FunctionalInterface
public interface SequenceVisitor {
  /** Called for each sequence number, 0 to 65535. */
  void onSequence(int sequence);
}
