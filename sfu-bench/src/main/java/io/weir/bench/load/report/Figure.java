package io.weir.bench.load.report;

import java.util.Arrays;
import java.util.Optional;

/** A number that a tester counts, and how the numbers of several testers become one. */
public enum Figure {
  CLIENTS_PLANNED("clients.planned", Merge.SUM, "clients that the scenario wants"),
  CLIENTS_STARTED("clients.started", Merge.SUM, "clients that began to join"),
  CLIENTS_JOINED("clients.joined", Merge.SUM, "clients whose media connection stood"),
  CLIENTS_FAILED("clients.failed", Merge.SUM, "clients that did not join"),
  CLIENTS_POSTPONED(
      "clients.postponed", Merge.SUM, "times that the server asked a client to come later"),
  CLIENTS_LOST("clients.lost", Merge.SUM, "clients whose connection ended before the test did"),
  CLIENTS_PUBLISHERS("clients.publishers", Merge.SUM, "of those planned, those that publish"),
  CLIENTS_VIEWERS("clients.viewers", Merge.SUM, "of those planned, those that watch"),
  CLIENTS_REPLACED("clients.replaced", Merge.SUM, "viewers that left for others to come"),
  CLIENTS_WATCHING(
      "clients.watching", Merge.SUM, "clients that were watching when the measured time ended"),
  RECONNECTS("reconnects.done", Merge.SUM, "connections that were cut and came back"),
  RECONNECTS_FAILED("reconnects.failed", Merge.SUM, "connections that were cut and did not"),
  JOIN_WITHOUT_FRAME(
      "join.withoutFrame", Merge.SUM, "viewers that joined and were never shown a picture"),

  MEASURED_US("measured.us", Merge.MAX, "length of the measured time, in µs"),

  WARM_UP_US(
      "warmup.us", Merge.MIN, "time from the last client's join to the measured time, in µs"),

  SENT_PACKETS("sent.packets", Merge.SUM, "RTP packets that publishers sent"),
  SENT_BYTES("sent.bytes", Merge.SUM, "bytes of all datagrams that the tester sent"),
  SENT_RTX("sent.retransmitted", Merge.SUM, "packets that publishers sent again"),
  RECEIVED_PACKETS("received.packets", Merge.SUM, "RTP packets that were delivered"),
  RECEIVED_BYTES("received.bytes", Merge.SUM, "bytes of all datagrams that came"),
  EXPECTED("received.expected", Merge.SUM, "different packets that should have come"),
  LOST("received.lost", Merge.SUM, "of them, those that never came"),
  REPAIRED("received.repaired", Merge.SUM, "of them, those that came as a retransmission"),
  SKIPPED("received.skipped", Merge.SUM, "packets that the server left out on purpose"),
  DUPLICATES("received.duplicates", Merge.SUM, "packets that came once more"),
  REORDERED("received.reordered", Merge.SUM, "packets that a later one had overtaken"),
  REFUSED("received.refused", Merge.SUM, "packets that did not authenticate or had no stream"),
  FRAMES("frames.decoded", Merge.SUM, "frames that a decoder could show"),
  KEY_FRAMES("frames.key", Merge.SUM, "of them, key frames"),
  FRAMES_UNDECODABLE(
      "frames.undecodable", Merge.SUM, "frames given up: incomplete, or one that they need was"),
  FREEZES("frames.freezes", Merge.SUM, "times that a picture stood still too long"),
  FROZEN_US("frames.frozen.us", Merge.SUM, "how long pictures stood still then, in µs"),
  LONGEST_GAP_US(
      "frames.longestGap.us",
      Merge.MAX,
      "longest time between two frames shown, in the whole run, in µs"),
  NACKS_SENT("nacks.sent", Merge.SUM, "packets that viewers asked for again"),
  NACKS_RECEIVED("nacks.received", Merge.SUM, "packets that publishers were asked for again"),
  PLIS_SENT("plis.sent", Merge.SUM, "key frames that viewers asked for"),
  PLIS_RECEIVED("plis.received", Merge.SUM, "key frames that publishers were asked for"),

  SERVER_CPU_US("server.cpu.us", Merge.MAX, "CPU time of the server's process, in µs"),
  SERVER_RSS("server.rss", Merge.MAX, "greatest resident memory of the server, in bytes"),
  SERVER_RSS_BEFORE(
      "server.rssBefore",
      Merge.MIN,
      "resident memory of the server before the first client, in bytes"),
  SERVER_PSS(
      "server.pss", Merge.MAX, "the same with shared pages counted by their share, in bytes"),
  SERVER_THREADS("server.threads", Merge.MAX, "greatest number of the server's threads"),
  SERVER_DROPPED("server.dropped", Merge.MAX, "packets that the server says it dropped"),

  TESTER_TESTERS("tester.testers", Merge.SUM, "testers whose results these are"),
  TESTER_CPU_US("tester.cpu.us", Merge.SUM, "CPU time of the tester's process, in µs"),
  TESTER_BUSIEST_PERMILLE(
      "tester.busiest", Merge.MAX, "share of time that the busiest media thread worked, in ‰"),
  TESTER_LATE("tester.latePackets", Merge.SUM, "packets that it sent more than 5 ms late"),
  TESTER_SLOW_TURNS("tester.slowTurns", Merge.SUM, "times that a media thread was away for 20 ms"),
  TESTER_KERNEL_DROPS(
      "tester.kernelDrops", Merge.SUM, "datagrams that its kernel dropped before it read them"),
  TESTER_SEND_FULL("tester.sendFull", Merge.SUM, "datagrams that its kernel had no room to send"),
  TESTER_SEND_FAILED("tester.sendFailed", Merge.SUM, "datagrams that its kernel refused to send"),
  TESTER_GC_US("tester.gcPause.us", Merge.SUM, "how long its garbage collector stopped it, in µs");

  /** How two testers' numbers become one. */
  public enum Merge {
    SUM,
    /** As it was for the first of them. */
    MIN,
    /** They looked at the same thing, as at the one server. */
    MAX
  }

  private final String key;
  private final Merge merge;
  private final String meaning;

  Figure(String key, Merge merge, String meaning) {
    this.key = key;
    this.merge = merge;
    this.meaning = meaning;
  }

  /** In JSON. */
  public String key() {
    return key;
  }

  public Merge merge() {
    return merge;
  }

  public String meaning() {
    return meaning;
  }

  long merge(long mine, long other) {
    return switch (merge) {
      case SUM -> mine + other;
      case MIN -> Math.min(mine, other);
      case MAX -> Math.max(mine, other);
    };
  }

  static Optional<Figure> find(String key) {
    return Arrays.stream(values()).filter(figure -> figure.key.equals(key)).findFirst();
  }
}
