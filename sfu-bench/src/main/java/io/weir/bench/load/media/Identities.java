package io.weir.bench.load.media;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.stun.UsernameFragments;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes up what tells clients, streams and sources apart: credentials, SSRCs, numbers. Any thread.
 */
final class Identities {
  private static final int PASSWORD_LENGTH = 24;
  private static final String PASSWORD_CHARS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final SplittableRandom random;
  private int nextSource;

  Identities(long seed) {
    random = new SplittableRandom(seed);
    nextSource = random.nextInt();
  }

  /** What a client says of itself. */
  synchronized LocalMedia describe(
      ClientMedia media, ClientAddress address, DtlsFingerprint fingerprint) {
    IceCandidate candidate =
        new IceCandidate(
            "1",
            "udp",
            IceAgent.PRIORITY,
            address.address().getHostAddress(),
            address.port().port());
    String stream = text(16);
    List<LocalTrack> tracks = new ArrayList<>();
    for (int i = 0; i < media.audios().size(); i++) {
      LocalEncoding encoding = new LocalEncoding("", ssrc(), LocalEncoding.NO_RTX);
      tracks.add(new LocalTrack(MediaKind.AUDIO, "opus", stream, text(16), List.of(encoding)));
    }
    for (VideoProfile video : media.videos()) {
      List<LocalEncoding> encodings =
          video.encodings().stream()
              .map(encoding -> new LocalEncoding(encoding.rid(), ssrc(), ssrc()))
              .toList();
      tracks.add(
          new LocalTrack(MediaKind.VIDEO, video.codec().name(), stream, text(16), encodings));
    }
    return new LocalMedia(
        new IceParameters(UsernameFragments.format(random.nextLong()), text(PASSWORD_LENGTH)),
        List.of(candidate),
        fingerprint,
        media.setup() == DtlsSetup.PASSIVE
            ? DtlsSetup.PASSIVE
            : media.answers() ? DtlsSetup.ACTIVE : DtlsSetup.ACTPASS,
        text(16),
        tracks);
  }

  /** Numbers of as many published encodings as a client has. */
  synchronized int[] sources(LocalMedia local) {
    int count = local.tracks().stream().mapToInt(track -> track.encodings().size()).sum();
    int[] sources = new int[count];
    for (int i = 0; i < count; i++) {
      sources[i] = nextSource++ * 0x9E37_79B1; // odd, so that numbers stay different
    }
    return sources;
  }

  private long ssrc() {
    return random.nextLong(1, 0xFFFF_FFFFL);
  }

  private String text(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(PASSWORD_CHARS.charAt(random.nextInt(PASSWORD_CHARS.length())));
    }
    return text.toString();
  }
}
