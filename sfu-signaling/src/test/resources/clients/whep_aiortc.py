"""Watches a room over WHEP, with aiortc.

Usage: whep_aiortc.py ENDPOINT FRAMES
Ends its session with DELETE once so many pictures and some sound came; prints one JSON object with the last picture's
size and mean colour, and the loudest sample.
"""
import asyncio
import json
import sys
import urllib.parse

import aiohttp
import aiortc
from aiortc import RTCPeerConnection, RTCSessionDescription


async def see(track, frames, found):
    for _ in range(frames):
        picture = await track.recv()
    found["width"], found["height"] = picture.width, picture.height
    found["color"] = [int(value) for value in picture.to_ndarray(format="rgb24").mean(axis=(0, 1))]


async def hear(track, found):
    loudest = 0
    while loudest < 100:
        sound = await track.recv()
        loudest = max(loudest, int(abs(sound.to_ndarray()).max()))
    found["loudest"] = loudest


async def main(endpoint, frames):
    peer = RTCPeerConnection()
    found = {"version": aiortc.__version__}
    tasks = []

    @peer.on("track")
    def on_track(track):
        seen = see(track, frames, found) if track.kind == "video" else hear(track, found)
        tasks.append(asyncio.ensure_future(seen))

    peer.addTransceiver("audio", direction="recvonly")
    peer.addTransceiver("video", direction="recvonly")
    await peer.setLocalDescription(await peer.createOffer())
    async with aiohttp.ClientSession() as http:
        offer = {"data": peer.localDescription.sdp, "headers": {"Content-Type": "application/sdp"}}
        async with http.post(endpoint, **offer) as response:
            if response.status != 201:
                raise RuntimeError(f"{response.status} {await response.text()}")
            session = urllib.parse.urljoin(endpoint, response.headers["Location"])
            answer = await response.text()
        await peer.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))
        await asyncio.wait_for(asyncio.gather(*tasks), 60)
        async with http.delete(session) as response:
            found["deleted"] = response.status
    await peer.close()
    print(json.dumps(found))


asyncio.run(main(sys.argv[1], int(sys.argv[2])))
