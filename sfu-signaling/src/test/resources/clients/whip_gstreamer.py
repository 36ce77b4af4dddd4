"""Presents a picture of one colour and a tone over WHIP, with GStreamer's webrtcbin.

Usage: whip_gstreamer.py ENDPOINT RRGGBB [WIDTH HEIGHT [VP8|H265]]
Runs until SIGTERM, then ends its session with DELETE. A line "session URL" tells that the server took the offer.
"""
import signal
import sys
import urllib.error
import urllib.parse
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

PIPELINE = """
webrtcbin name=peer bundle-policy=max-bundle
videotestsrc is-live=true pattern=solid-color foreground-color=0xff{color}
  ! video/x-raw,width={width},height={height},framerate=15/1 ! videoconvert
  ! {encoder}
  ! application/x-rtp,media=video,encoding-name={codec},payload=96 ! peer.
audiotestsrc is-live=true freq=440 volume=0.3 ! audioconvert ! audioresample ! opusenc ! rtpopuspay
  ! application/x-rtp,media=audio,encoding-name=OPUS,payload=111 ! peer.
"""
ENCODERS = {
    "VP8": "vp8enc deadline=1 cpu-used=8 target-bitrate=300000 keyframe-max-dist=3000 ! rtpvp8pay picture-id-mode=2",
    "H265": "x265enc speed-preset=ultrafast tune=zerolatency bitrate=300 ! h265parse ! rtph265pay config-interval=-1",
}


class Presenter:
    """One WHIP session (RFC 9725)."""

    def __init__(self, endpoint, color, width="320", height="180", codec="VP8"):
        self.endpoint = endpoint
        self.session = self.failure = None
        self.loop = GLib.MainLoop()
        picture = {"color": color, "width": width, "height": height}
        self.pipeline = Gst.parse_launch(PIPELINE.format(**picture, codec=codec, encoder=ENCODERS[codec]))
        self.peer = self.pipeline.get_by_name("peer")
        self.peer.connect("on-negotiation-needed", self.negotiate)
        self.peer.connect("notify::ice-gathering-state", self.gathered)
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::error", self.failed)
        GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGTERM, self.stop)

    def run(self):
        self.pipeline.set_state(Gst.State.PLAYING)
        self.loop.run()
        self.pipeline.set_state(Gst.State.NULL)
        sys.exit(self.failure)

    def negotiate(self, peer):
        index = 0
        while (transceiver := peer.emit("get-transceiver", index)) is not None:
            transceiver.set_property("direction", GstWebRTC.WebRTCRTPTransceiverDirection.SENDONLY)
            transceiver.set_property("do-nack", True)
            index += 1
        peer.emit("create-offer", None, Gst.Promise.new_with_change_func(self.offered, None))

    def offered(self, promise, _):
        # Held for as long as the session: the reply owns the offer's memory.
        self.reply = promise.get_reply()
        self.peer.emit("set-local-description", self.reply.get_value("offer"), Gst.Promise.new())

    def gathered(self, peer, _):
        complete = GstWebRTC.WebRTCICEGatheringState.COMPLETE
        if peer.get_property("ice-gathering-state") == complete and self.session is None:
            GLib.idle_add(self.post)

    def post(self):
        if self.session is not None:
            return GLib.SOURCE_REMOVE
        offer = self.peer.get_property("local-description").sdp.as_text().encode()
        request = urllib.request.Request(self.endpoint, offer, {"Content-Type": "application/sdp"})
        try:
            response = urllib.request.urlopen(request, timeout=30)
        except urllib.error.HTTPError as refusal:
            return self.give_up(f"{refusal.code} {refusal.read().decode()}")
        with response:
            self.session = urllib.parse.urljoin(self.endpoint, response.headers["Location"])
            _, answer = GstSdp.SDPMessage.new_from_text(response.read().decode())
        description = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, answer)
        self.peer.emit("set-remote-description", description, Gst.Promise.new())
        print("session", self.session, flush=True)
        return GLib.SOURCE_REMOVE

    def failed(self, _, message):
        self.give_up(message.parse_error())

    def give_up(self, reason):
        self.failure = f"failed {reason}"
        self.loop.quit()
        return GLib.SOURCE_REMOVE

    def stop(self):
        if self.session is None:
            return self.give_up("before there was a session")
        request = urllib.request.Request(self.session, method="DELETE")
        with urllib.request.urlopen(request, timeout=30) as response:
            print("deleted", response.status, flush=True)
        self.loop.quit()
        return GLib.SOURCE_REMOVE


Gst.init(None)
Presenter(*sys.argv[1:]).run()
