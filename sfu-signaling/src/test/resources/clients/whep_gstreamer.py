"""Watches a room over WHEP, with GStreamer's webrtcbin.

Usage: whep_gstreamer.py ENDPOINT FRAMES [VP8|H265]
Ends its session with DELETE once so many pictures and some sound came; prints one JSON object with the last picture's
size and mean colour, and the loudest sample.
"""
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

LIMIT_S = 60
AUDIBLE = 100
CAPS = {
    "audio": "application/x-rtp,media=audio,encoding-name=OPUS,clock-rate=48000,encoding-params=(string)2,payload=111",
    "video": "application/x-rtp,media=video,encoding-name={codec},clock-rate=90000,payload=96",
}
RECEIVE = {
    "audio": "rtpopusdepay ! opusdec ! audioconvert ! audio/x-raw,format=S16LE ! appsink name=sink emit-signals=true sync=false",
    "video": "{decoder} ! videoconvert ! video/x-raw,format=RGB ! appsink name=sink emit-signals=true sync=false",
}
DECODERS = {
    "VP8": "rtpvp8depay ! vp8dec",
    "H265": "rtph265depay ! h265parse ! avdec_h265",
}


class Viewer:
    """One WHEP session (draft-ietf-wish-whep-03)."""

    def __init__(self, endpoint, frames, codec="VP8"):
        self.endpoint = endpoint
        self.frames = frames
        self.codec = codec
        self.found = {"version": Gst.version_string().split()[-1], "loudest": 0, "codecs": []}
        self.session = self.failure = None
        self.loop = GLib.MainLoop()
        self.pipeline = Gst.Pipeline.new()
        self.peer = Gst.ElementFactory.make("webrtcbin", "peer")
        self.peer.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
        self.peer.connect("pad-added", self.added)
        self.peer.connect("notify::ice-gathering-state", self.gathered)
        self.pipeline.add(self.peer)
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::error", lambda _, message: self.give_up(message.parse_error()))

    def run(self):
        self.pipeline.set_state(Gst.State.PLAYING)
        for caps in CAPS.values():
            direction = GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY
            self.peer.emit("add-transceiver", direction, Gst.Caps.from_string(caps.format(codec=self.codec)))
        self.peer.emit("create-offer", None, Gst.Promise.new_with_change_func(self.offered, None))
        GLib.timeout_add_seconds(LIMIT_S, self.give_up, f"not enough media: {self.found}")
        self.loop.run()
        self.pipeline.set_state(Gst.State.NULL)
        if self.failure is None:
            print(json.dumps(self.found))
        sys.exit(self.failure)

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
        return GLib.SOURCE_REMOVE

    def added(self, _, pad):
        if pad.get_direction() != Gst.PadDirection.SRC:
            return
        format = pad.get_current_caps().get_structure(0)
        kind = format.get_string("media")
        self.found["codecs"].append(format.get_string("encoding-name"))
        chain = Gst.parse_bin_from_description(RECEIVE[kind].format(decoder=DECODERS[self.codec]), True)
        chain.get_by_name("sink").connect("new-sample", self.see if kind == "video" else self.hear)
        self.pipeline.add(chain)
        chain.sync_state_with_parent()
        pad.link(chain.get_static_pad("sink"))

    def see(self, sink):
        sample = sink.emit("pull-sample")
        format = sample.get_caps().get_structure(0)
        width, height = format.get_value("width"), format.get_value("height")
        pixels = sample.get_buffer().extract_dup(0, sample.get_buffer().get_size())
        # Rows are padded to four bytes; the middle of the picture tells its colour.
        middle = (height // 2) * (len(pixels) // height) + (width // 2) * 3
        self.found.update(width=width, height=height, color=list(pixels[middle : middle + 3]))
        self.frames -= 1
        return self.check()

    def hear(self, sink):
        buffer = sink.emit("pull-sample").get_buffer()
        samples = memoryview(buffer.extract_dup(0, buffer.get_size())).cast("h")
        self.found["loudest"] = max(self.found["loudest"], max(abs(value) for value in samples))
        return self.check()

    def check(self):
        if self.frames <= 0 and self.found["loudest"] > AUDIBLE:
            GLib.idle_add(self.stop)
        return Gst.FlowReturn.OK

    def give_up(self, reason):
        self.failure = f"failed {reason}"
        self.loop.quit()
        return GLib.SOURCE_REMOVE

    def stop(self):
        if "deleted" not in self.found:
            request = urllib.request.Request(self.session, method="DELETE")
            with urllib.request.urlopen(request, timeout=30) as response:
                self.found["deleted"] = response.status
            self.loop.quit()
        return GLib.SOURCE_REMOVE


Gst.init(None)
Viewer(sys.argv[1], int(sys.argv[2]), *sys.argv[3:]).run()
