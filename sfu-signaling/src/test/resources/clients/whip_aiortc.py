"""Presents a picture of one colour and a tone over WHIP, with aiortc.

Usage: whip_aiortc.py ENDPOINT RRGGBB [WIDTH HEIGHT [VP8|H264]]
Runs until SIGTERM, then ends its session with DELETE. A line "session URL" tells that the server took the offer.
"""
import asyncio
import signal
import sys
import urllib.parse

import aiohttp
import numpy
from aiortc import RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack
from av import VideoFrame


class Picture(VideoStreamTrack):
    """A picture of one colour."""

    def __init__(self, color, width, height):
        super().__init__()
        rgb = list(bytes.fromhex(color))
        self.pixels = numpy.full((height, width, 3), rgb, dtype=numpy.uint8)

    async def recv(self):
        frame = VideoFrame.from_ndarray(self.pixels, format="rgb24")
        frame.pts, frame.time_base = await self.next_timestamp()
        return frame


class Tone(AudioStreamTrack):
    """A sine of 440 Hz."""

    async def recv(self):
        frame = await super().recv()
        seconds = (numpy.arange(frame.samples) + frame.pts) / frame.sample_rate
        wave = numpy.sin(seconds * 440 * 2 * numpy.pi) * 8000
        frame.planes[0].update(wave.astype(numpy.int16).tobytes())
        return frame


def only(codec):
    offered = RTCRtpSender.getCapabilities("video").codecs
    return [c for c in offered if c.mimeType in (f"video/{codec}", "video/rtx")]


async def main(endpoint, color, width="320", height="180", codec="VP8"):
    peer = RTCPeerConnection()
    peer.addTransceiver(Tone(), direction="sendonly")
    picture = Picture(color, int(width), int(height))
    peer.addTransceiver(picture, direction="sendonly").setCodecPreferences(only(codec))
    await peer.setLocalDescription(await peer.createOffer())
    async with aiohttp.ClientSession() as http:
        offer = {"data": peer.localDescription.sdp, "headers": {"Content-Type": "application/sdp"}}
        async with http.post(endpoint, **offer) as response:
            if response.status != 201:
                raise RuntimeError(f"{response.status} {await response.text()}")
            session = urllib.parse.urljoin(endpoint, response.headers["Location"])
            answer = await response.text()
        await peer.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))
        print("session", session, flush=True)
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        await stop.wait()
        async with http.delete(session) as response:
            print("deleted", response.status, flush=True)
    await peer.close()


asyncio.run(main(*sys.argv[1:]))
