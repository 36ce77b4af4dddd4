package io.weir.core.server;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out under which addresses the rest of the world knows this machine, by asking STUN servers
 * and, if told to, a cloud's metadata service. Blocks for a limited time; to be asked once, before
 * the server starts. Any thread.
 */
public final class PublicAddresses {
  /** How long a start waits at most. */
  public static final Duration TIME_LIMIT = Duration.ofSeconds(5);

  /** Whom to ask unless told otherwise. */
  public static final List<InetSocketAddress> STUN_SERVERS =
      List.of(
          InetSocketAddress.createUnresolved("stun.l.google.com", 19_302),
          InetSocketAddress.createUnresolved("stun.cloudflare.com", 3_478));

  private static final Logger LOG = LoggerFactory.getLogger(PublicAddresses.class);

  /** First octet and two bits of 100.64.0.0/10, shared by customers of a provider (RFC 6598 §7). */
  private static final int SHARED_PREFIX = 0x6440;

  private static final int SHARED_MASK = 0xFFC0;

  /** First octet of fc00::/7 without its last bit (RFC 4193 §3.1). */
  private static final int UNIQUE_LOCAL_PREFIX = 0xFC;

  private static final int UNIQUE_LOCAL_MASK = 0xFE;

  /**
   * Whom to ask.
   *
   * @param stunServers all asked at once, since one that is silent costs ice4j longer than a start
   *     may take; their names are looked up then
   * @param aws whether to ask Amazon's metadata service, which is at an address of the local link
   *     that belongs to somebody else elsewhere
   */
  public record Sources(List<InetSocketAddress> stunServers, boolean aws) {
    /** Copies the list. */
    public Sources {
      stunServers = List.copyOf(stunServers);
    }
  }

  private PublicAddresses() {}

  /**
   * The bound addresses and the public ones found for them, to be announced: those that the machine
   * has itself first, since they are the shorter way for whoever can use them, then the public
   * ones, loopback last. Without any news, the bound ones.
   */
  public static List<InetAddress> discover(List<InetAddress> bound, Sources sources) {
    List<InetAddress> behindNat = bound.stream().filter(PublicAddresses::isPrivate).toList();
    if (behindNat.isEmpty()) {
      LOG.info("No media address is private, so there is no public address to look for");
      return List.copyOf(bound);
    }
    List<CompletableFuture<List<InetAddress>>> questions = new ArrayList<>();
    for (InetAddress local : behindNat) {
      for (InetSocketAddress server : sources.stunServers()) {
        questions.add(
            ask("STUN server " + server.getHostString(), () -> StunQuestion.ask(local, server)));
      }
    }
    if (sources.aws() && behindNat.stream().anyMatch(address -> address instanceof Inet4Address)) {
      questions.add(ask("Amazon's metadata service", AwsQuestion::ask));
    }
    return withAnswers(bound, questions, TIME_LIMIT);
  }

  /** The same with questions already under way. */
  static List<InetAddress> withAnswers(
      List<InetAddress> bound,
      List<CompletableFuture<List<InetAddress>>> questions,
      Duration timeLimit) {
    long deadlineNs = System.nanoTime() + timeLimit.toNanos();
    Set<InetAddress> found = new LinkedHashSet<>();
    for (CompletableFuture<List<InetAddress>> question : questions) {
      long leftNs = Math.max(deadlineNs - System.nanoTime(), 0);
      found.addAll(question.completeOnTimeout(List.of(), leftNs, TimeUnit.NANOSECONDS).join());
    }
    bound.forEach(found::remove);
    if (found.isEmpty()) {
      LOG.warn(
          "No public address was found, so clients are told the bound addresses;"
              + " WEIR_ANNOUNCED_ADDRESSES can name the public one");
    } else {
      LOG.info("Announcing {} besides the bound addresses", text(found));
    }
    return Stream.of(
            bound.stream().filter(address -> !address.isLoopbackAddress()),
            found.stream(),
            bound.stream().filter(InetAddress::isLoopbackAddress))
        .flatMap(addresses -> addresses)
        .toList();
  }

  /** Whether only a NAT can make an address reachable from everywhere. */
  static boolean isPrivate(InetAddress address) {
    byte[] octets = address.getAddress();
    if (address.isLoopbackAddress() || address.isLinkLocalAddress()) {
      return false;
    }
    if (octets.length != 4) {
      return (octets[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL_PREFIX;
    }
    int firstTwo = ((octets[0] & 0xFF) << 8) | (octets[1] & 0xFF);
    return address.isSiteLocalAddress() || (firstTwo & SHARED_MASK) == SHARED_PREFIX;
  }

  /** Something that blocks. */
  private interface Question {
    /** The answers; empty when there are none. */
    List<InetAddress> ask() throws Exception;
  }

  /** Asks on a thread that ends by itself, later perhaps than anybody waits for it. */
  private static CompletableFuture<List<InetAddress>> ask(String whom, Question question) {
    CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("weir-discovery")
        .start(() -> {
          try {
            answer.complete(question.ask());
          } catch (Exception e) {
            LOG.info("Asking {} for the public address failed: {}", whom, e.toString());
            answer.complete(List.of());
          }
        });
    return answer;
  }

  private static String text(Iterable<InetAddress> addresses) {
    List<String> texts = new ArrayList<>();
    addresses.forEach(address -> texts.add(address.getHostAddress()));
    return String.join(", ", texts);
  }
}
