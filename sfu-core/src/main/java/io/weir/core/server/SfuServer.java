package io.weir.core.server;

import io.weir.core.control.Command;
import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.Event;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.handshake.BouncyCastleDtlsFactory;
import io.weir.core.handshake.HandshakeLimits;
import io.weir.core.io.MediaWorkerGroup;
import io.weir.core.io.MediaWorkerProxy;
import io.weir.core.io.MediaWorkerSettings;
import io.weir.core.srtp.SrtpWarmUp;
import io.weir.core.stun.UsernameFragments;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/**
 * The media server: rooms on media workers, with commands in and events out. Any thread; no method
 * but {@link #start} and {@link #close} waits for anything.
 */
public final class SfuServer implements AutoCloseable {
  /** 144 random bits; RFC 8445 §5.3 asks for 128. Makes 24 ice-chars. */
  private static final int PASSWORD_BYTES = 18;

  private final SfuConfig config;
  private final SecureRandom random;
  private final BouncyCastleDtlsFactory dtls;
  private final MediaWorkerGroup workers;
  private final Placement placement;

  private SfuServer(
      SfuConfig config,
      SecureRandom random,
      BouncyCastleDtlsFactory dtls,
      MediaWorkerGroup workers) {
    this.config = config;
    this.random = random;
    this.dtls = dtls;
    this.workers = workers;
    this.placement =
        new Placement(
            workers.proxies(), new PlacementRule(config.largeShare()), config.placement());
  }

  /**
   * Binds all sockets and starts all threads.
   *
   * @param events hears what happens, on media workers' threads; must not wait
   * @throws IOException if a port cannot be bound; nothing stays open then
   */
  public static SfuServer start(SfuConfig config, Consumer<Event> events) throws IOException {
    SecureRandom random = new SecureRandom();
    BouncyCastleDtlsFactory dtls = new BouncyCastleDtlsFactory(HandshakeLimits.DEFAULT);
    MediaWorkerSettings settings =
        new MediaWorkerSettings(
            config.io(),
            config.trains(),
            config.packets(),
            config.srtp(),
            dtls,
            random::nextLong,
            events);
    try {
      MediaWorkerGroup workers = MediaWorkerGroup.start(settings, bindAddresses(config));
      return new SfuServer(config, random, dtls, workers);
    } catch (IOException e) {
      dtls.close();
      throw e;
    }
  }

  /**
   * Loads and compiles what the first call needs, so that it does not wait for that: most of a
   * second. Call once after the start, on any thread.
   */
  public void warmUp() {
    SrtpWarmUp.run(config.srtp().get());
    dtls.warmUp();
  }

  /** Hands a command over; it takes effect soon after. */
  public void submit(Command command) {
    placement.submit(command);
  }

  /**
   * A unique id for somebody new, and a place for them on a worker. It is theirs until {@link
   * Command.RemoveParticipant} is submitted, which must happen even if they never came.
   */
  public long newParticipant(String room) {
    return placement.place(room);
  }

  /**
   * The host candidates of a participant's worker, the preferred first.
   *
   * @throws IllegalArgumentException if there is no such participant
   */
  public List<IceCandidate> candidates(long participant) {
    return HostCandidates.of(
        placement.workerOf(participant).localAddresses(), config.announcedAddresses());
  }

  /** Fingerprint of the certificate that every DTLS association presents. */
  public DtlsFingerprint localFingerprint() {
    return dtls.localFingerprint();
  }

  /** Fresh random credentials for a participant's association, or for an ICE restart of it. */
  public IceParameters newIceParameters(long participant) {
    byte[] password = new byte[PASSWORD_BYTES];
    random.nextBytes(password);
    // Base64's alphabet is that of ice-chars (RFC 8839 §5.4).
    return new IceParameters(
        UsernameFragments.format(random.nextLong()), Base64.getEncoder().encodeToString(password));
  }

  /** A random SSRC; never 0, which some endpoints take for none. */
  public int newSsrc() {
    int ssrc = random.nextInt();
    while (ssrc == 0) {
      ssrc = random.nextInt();
    }
    return ssrc;
  }

  /** What every worker's sockets are bound to, by worker and socket. */
  public List<List<InetSocketAddress>> mediaAddresses() {
    return workers.proxies().stream().map(MediaWorkerProxy::localAddresses).toList();
  }

  /** Name of the SRTP engine that the workers run. */
  public String srtpEngine() {
    return config.srtp().get().name();
  }

  /** A counter's sum over all workers. */
  public long count(PacketCounter counter) {
    return workers.proxies().stream().mapToLong(worker -> worker.counters().get(counter)).sum();
  }

  /** Which share of its time each worker was busy, 0 to 1, over the last whole second. */
  public List<Double> busyRatios() {
    return workers.proxies().stream().map(MediaWorkerProxy::busyRatio).toList();
  }

  /** How many packets of its pool each worker had free lately; after {@link #close}, exactly. */
  public List<Integer> freePackets() {
    return workers.proxies().stream().map(MediaWorkerProxy::freePackets).toList();
  }

  /** What the media plane measures. */
  public ServerStatistics statistics() {
    return new ServerStatistics(workers.proxies());
  }

  /** Ends all rooms, says goodbye to everybody, and frees sockets, threads and memory. */
  @Override
  public void close() {
    workers.close();
    dtls.close();
  }

  private static List<List<InetSocketAddress>> bindAddresses(SfuConfig config) {
    List<List<InetSocketAddress>> all = new ArrayList<>();
    for (int worker = 0; worker < config.workers(); worker++) {
      List<InetSocketAddress> addresses = new ArrayList<>();
      int port = config.mediaPort() == 0 ? 0 : config.mediaPort() + worker;
      for (InetAddress address : config.mediaAddresses()) {
        addresses.add(new InetSocketAddress(address, port));
      }
      all.add(addresses);
    }
    return all;
  }
}
