package io.weir.core.server;

import io.weir.core.io.IoKind;
import io.weir.core.srtp.SrtpEngine;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a media server is set up. {@link #builder()} has a default for everything.
 *
 * @param mediaAddresses addresses to bind to, IPv4 or IPv6; never the wildcard, because what is
 *     bound is what clients are told
 * @param mediaPort UDP port of worker 0; worker <i>i</i> takes this port + <i>i</i>. 0 picks free
 *     ones
 * @param announcedAddresses addresses to put into candidates instead of the bound ones; empty when
 *     the bound ones are reachable
 * @param workers number of media workers, at least 1
 * @param io how sockets reach the system
 * @param trains whether datagrams may be sent in trains (UDP GSO) where the system can
 * @param packets number of 2-kB packets in each worker's pool
 * @param srtp makes the SRTP engine of each worker
 * @param largeShare how many of a room one worker takes before others get some, if they have less
 *     to do
 * @param placement index of the worker for each new participant of a room, instead of the rule
 */
public record SfuConfig(
    List<InetAddress> mediaAddresses,
    int mediaPort,
    List<InetAddress> announcedAddresses,
    int workers,
    IoKind io,
    boolean trains,
    int packets,
    Supplier<SrtpEngine> srtp,
    int largeShare,
    @Nullable ToIntFunction<String> placement) {

  /** No server has more workers by default; more share rooms less well. */
  public static final int MAX_DEFAULT_WORKERS = 16;

  /** Default of {@link #mediaPort}. */
  public static final int DEFAULT_MEDIA_PORT = 10000;

  /** Default of {@link #packets}: 32 MB, some 0.3 s of a saturated Gbit/s link. */
  public static final int DEFAULT_PACKETS = 16_384;

  /**
   * Default of {@link #largeShare}: 500 viewers of 150 packets/s are a tenth of a core at 1.5 µs
   * per packet, and a burst of one packet for each of them keeps a worker for less than 1 ms.
   */
  public static final int DEFAULT_LARGE_SHARE = 500;

  private static final int MAX_PORT = 65_535;

  /** Checks every value, so that a server either starts as told or not at all. */
  public SfuConfig {
    mediaAddresses = List.copyOf(mediaAddresses);
    announcedAddresses = List.copyOf(announcedAddresses);
    require(!mediaAddresses.isEmpty(), "there is no media address to bind to");
    require(
        mediaAddresses.stream().noneMatch(InetAddress::isAnyLocalAddress),
        "a media address must not be the wildcard");
    require(workers >= 1, "there must be at least one media worker");
    require(
        mediaPort >= 0 && mediaPort + workers - 1 <= MAX_PORT,
        "the media ports must be between 0 and 65535");
    require(packets >= 1, "a packet pool must not be empty");
    require(largeShare >= 1, "a share of a room must have place for somebody");
  }

  /** A builder with all defaults. */
  public static Builder builder() {
    return new Builder();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Collects settings. One thread. */
  public static final class Builder {
    private @Nullable List<InetAddress> mediaAddresses;
    private int mediaPort = DEFAULT_MEDIA_PORT;
    private List<InetAddress> announcedAddresses = List.of();
    private int workers = Math.min(Runtime.getRuntime().availableProcessors(), MAX_DEFAULT_WORKERS);
    private @Nullable IoKind io;
    private boolean trains = true;
    private int packets = DEFAULT_PACKETS;
    private @Nullable Supplier<SrtpEngine> srtp;
    private int largeShare = DEFAULT_LARGE_SHARE;
    private @Nullable ToIntFunction<String> placement;

    private Builder() {}

    /** Addresses to bind to; by default {@link MediaAddresses#ofThisMachine}. */
    public Builder mediaAddresses(List<InetAddress> value) {
      mediaAddresses = value;
      return this;
    }

    /** UDP port of worker 0; 0 picks free ones. */
    public Builder mediaPort(int value) {
      mediaPort = value;
      return this;
    }

    /** Addresses to put into candidates instead of the bound ones. */
    public Builder announcedAddresses(List<InetAddress> value) {
      announcedAddresses = value;
      return this;
    }

    /** Number of media workers; by default that of the cores, at most 16. */
    public Builder workers(int value) {
      workers = value;
      return this;
    }

    /** How sockets reach the system; by default {@link IoKind#preferred}. */
    public Builder io(IoKind value) {
      io = value;
      return this;
    }

    /**
     * Whether datagrams may be sent in trains (UDP GSO) where the system can; by default they may.
     */
    public Builder trains(boolean value) {
      trains = value;
      return this;
    }

    /** Number of packets in each worker's pool. */
    public Builder packets(int value) {
      packets = value;
      return this;
    }

    /** Makes the SRTP engine of each worker; by default {@link SrtpEngineChoice#AUTO}'s. */
    public Builder srtp(Supplier<SrtpEngine> value) {
      srtp = value;
      return this;
    }

    /** How many of a room one worker takes before others get some. */
    public Builder largeShare(int value) {
      largeShare = value;
      return this;
    }

    /** Chooses the worker of each new participant; for tests of rooms on several workers. */
    public Builder placement(ToIntFunction<String> value) {
      placement = value;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if they contradict each other
     */
    public SfuConfig build() {
      return new SfuConfig(
          mediaAddresses == null ? MediaAddresses.ofThisMachine() : mediaAddresses,
          mediaPort,
          announcedAddresses,
          workers,
          io == null ? IoKind.preferred() : io,
          trains,
          packets,
          srtp == null ? SrtpEngineChoice.fastest() : srtp,
          largeShare,
          placement);
    }
  }
}
