package io.weir.signaling.testing;

import io.weir.core.control.Command;
import io.weir.core.control.EncodingStatistics;
import io.weir.core.control.Event;
import io.weir.core.control.LinkStatistics;
import io.weir.core.control.MediaKind;
import io.weir.core.control.PacerStatistics;
import io.weir.core.control.ParticipantStatistics;
import io.weir.core.control.SelectedPath;
import io.weir.core.control.SlotAllocation;
import io.weir.core.control.SlotPause;
import io.weir.core.control.SlotStatistics;
import io.weir.core.control.StreamStatistics;
import io.weir.core.control.TrackStatistics;
import io.weir.core.control.Traffic;
import io.weir.core.control.TransportState;
import io.weir.core.control.TransportStatistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measurements of somebody over a slow link, as a worker would tell them. */
public final class Measures {

  private static final Traffic TRAFFIC = new Traffic(10, 1_000, 1_200_000);

  private Measures() {}

  /** Of whoever negotiated last: a track of two encodings, if they publish one. */
  public static ParticipantStatistics publisher(
      Command.Negotiate last, List<SlotStatistics> slots) {
    List<EncodingStatistics> encodings =
        List.of(
            new EncodingStatistics(
                0,
                "q",
                new StreamStatistics(6, "VP8", Traffic.NONE, 0, 0, 0, 0, 0, 0, 30, 0, 1, 160, 90)),
            new EncodingStatistics(1, "f", stream(7, 640, 360)));
    return new ParticipantStatistics(
        last.room(),
        last.participant(),
        new TransportStatistics(
            TransportState.CONNECTED,
            false,
            new SelectedPath("udp", "192.0.2.9", 4000),
            "AEAD_AES_128_GCM",
            30_000_000,
            new Traffic(10, 1_000, 1_300_000),
            Traffic.NONE,
            new LinkStatistics(true, 2_500_000, 1_200_000, 0.02, 45_000_000),
            new PacerStatistics(12, 14_000, 85_000_000, 3, 40)),
        last.tracks().isEmpty()
            ? List.of()
            : List.of(new TrackStatistics(last.tracks().getLast().track(), encodings)),
        slots);
  }

  /** A slot that shows the higher encoding of a track and was given the lower, or a pause. */
  public static SlotStatistics slot(
      String mid, Event.@Nullable Binding binding, @Nullable SlotPause pause) {
    return new SlotStatistics(
        mid,
        MediaKind.VIDEO,
        binding,
        false,
        pause == null ? 1 : SlotStatistics.NONE,
        2,
        new SlotAllocation(
            pause == null ? 0 : SlotStatistics.NONE,
            SlotStatistics.NONE,
            pause,
            pause == null ? 250_000 : 0,
            1_280,
            720,
            5),
        stream(8, 0, 0));
  }

  private static StreamStatistics stream(long ssrc, int width, int height) {
    return new StreamStatistics(
        ssrc, "VP8", TRAFFIC, 1, 2, 3, 4, 0.01, 2_500_000, 30, 29.5, 2, width, height);
  }
}
