package io.weir.signaling.session;

import io.weir.core.control.Command;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.SlotView;
import io.weir.signaling.auth.Right;
import io.weir.signaling.message.ChatEntry;
import io.weir.signaling.message.ClientMessage;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.message.ServerMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what a room's members ask for, offers aside. Whatever is refused changes nothing.
 * Signaling's event loop only.
 */
public final class MemberRequests {

  private final MediaPlane media;
  private final InstantSource clock;
  private final QualityEvents quality;

  /** Carries out requests on this media plane. */
  public MemberRequests(MediaPlane media, InstantSource clock, QualityEvents quality) {
    this.media = media;
    this.clock = clock;
    this.quality = quality;
  }

  /** Checks a trickled candidate; Weir is ICE-lite and has no use for it. */
  void checkCandidate(Participant self, ClientMessage.Candidate candidate) throws RequestException {
    String mid = candidate.sdpMid();
    if (mid != null && !self.offerPending() && !self.mids().contains(mid)) {
      throw unknownMid(mid);
    }
  }

  /** Changes what slots show. */
  void view(Participant self, ClientMessage.View view) throws RequestException {
    self.grants().require(Right.SUBSCRIBE);
    List<SlotView> changes = new ArrayList<>();
    for (ClientMessage.SlotChoice choice : view.slots()) {
      SlotParameters slot = self.slot(choice.mid());
      if (slot == null) {
        throw unknownMid(choice.mid());
      }
      changes.add(
          new SlotView(
              choice.mid(),
              target(self, slot, choice.choice()),
              choice.width(),
              choice.height(),
              choice.priority()));
    }
    media.submit(new Command.View(self.room().name(), self.number(), changes));
  }

  private static SlotView.Target target(
      Participant self, SlotParameters slot, ClientMessage.Choice choice) throws RequestException {
    return switch (choice) {
      case ClientMessage.Choice.Automatic() -> new SlotView.Target.Automatic();
      case ClientMessage.Choice.Empty() -> new SlotView.Target.Empty();
      case ClientMessage.Choice.Track(String id) -> {
        Room.Publication wanted = self.room().findTrack(id);
        if (wanted == null || wanted.publisher() == self) {
          throw new RequestException(
              ErrorCode.UNKNOWN_TRACK, "Nobody else in the room publishes the track '" + id + "'.");
        }
        if (wanted.track().kind() != slot.rtp().kind()) {
          throw new RequestException(
              ErrorCode.BAD_REQUEST,
              "The slot '" + slot.rtp().mid() + "' does not show tracks of this kind.");
        }
        yield new SlotView.Target.Track(wanted.track().number());
      }
    };
  }

  /** Takes what a viewer's browser tells of its slots. */
  void statistics(Participant self, ClientMessage.Statistics statistics) throws RequestException {
    for (ClientMessage.SeenSlot seen : statistics.slots()) {
      if (self.slot(seen.mid()) == null) {
        throw unknownMid(seen.mid());
      }
    }
    for (ClientMessage.SeenSlot seen : statistics.slots()) {
      Freezes told = new Freezes(seen.freezes(), seen.frozenMs());
      Freezes grown = self.freezes().add(seen.mid(), told, clock.millis());
      quality.onFreezes(grown.count(), Duration.ofMillis(grown.milliseconds()));
    }
  }

  /** Mutes or unmutes a track; returns the news, or null when nothing changed. */
  ServerMessage.@Nullable Event mute(Participant self, ClientMessage.Mute mute)
      throws RequestException {
    PublishedTrack track = ownTrack(self, mute.mid());
    if (track.muted() == mute.muted()) {
      return null;
    }
    track.setMuted(mute.muted());
    media.submit(
        new Command.MuteTrack(self.room().name(), self.number(), track.number(), mute.muted()));
    return new ServerMessage.TrackMuted(track.id(), mute.muted());
  }

  /** Takes a track away; returns the news. */
  ServerMessage.Event unpublish(Participant self, ClientMessage.Unpublish unpublish)
      throws RequestException {
    if (self.offerPending()) {
      throw new RequestException(
          ErrorCode.OFFER_PENDING, "The offer on its way has to be answered first.");
    }
    PublishedTrack track = ownTrack(self, unpublish.mid());
    self.unpublish(unpublish.mid());
    media.submit(self.negotiateCommand());
    return new ServerMessage.TrackUnpublished(track.id());
  }

  private static PublishedTrack ownTrack(Participant self, String mid) throws RequestException {
    PublishedTrack track = self.tracks().get(mid);
    if (track == null) {
      throw unknownMid(mid);
    }
    return track;
  }

  /** Changes what others know of the participant; returns the news. */
  ServerMessage.Event update(Participant self, ClientMessage.Update update) {
    self.setProfile(update.name(), update.metadata());
    return new ServerMessage.ParticipantUpdated(self.view());
  }

  /**
   * Passes application data on: to everybody named, or to nobody if one is not there. Returns when
   * that was, in epoch milliseconds.
   */
  long message(Participant self, ClientMessage.Message message) throws RequestException {
    self.grants().require(Right.DATA);
    ServerMessage.Message news =
        new ServerMessage.Message(
            self.id(), message.to(), message.topic(), message.payload(), clock.millis());
    if (message.to() == null) {
      self.room().tellOthers(self, news);
      if (ChatHistory.TOPIC.equals(message.topic())) {
        self.room().chat().add(chatEntry(self, news));
      }
      return news.time();
    }
    Set<Participant> recipients = new LinkedHashSet<>();
    for (String id : message.to()) {
      Participant recipient = self.room().find(id);
      if (recipient == null) {
        throw new RequestException(
            ErrorCode.NOT_FOUND, "No participant '" + id + "' is in the room.");
      }
      recipients.add(recipient);
    }
    for (Participant recipient : recipients) {
      recipient.sink().onEvent(news);
    }
    return news.time();
  }

  private static ChatEntry chatEntry(Participant sender, ServerMessage.Message news) {
    return new ChatEntry(
        news.from(), sender.profile().name(), ChatHistory.TOPIC, news.payload(), news.time());
  }

  private static RequestException unknownMid(String mid) {
    return new RequestException(
        ErrorCode.UNKNOWN_MID, "No m-line '" + mid + "' fits this request.");
  }
}
