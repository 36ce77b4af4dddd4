"""A viewer on aiortc that writes down every RTP packet of its two video slots while it switches them.

Usage: wire_viewer.py WEBSOCKET ROOM PUBLISHERS SWITCHES
Prints one JSON object: per slot the SSRCs seen, packets, sequence gaps and steps back of the timestamp, and how many
switches brought the new person's packets.
"""
import asyncio
import json
import sys
import time

import aiohttp
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.rtcdtlstransport import RtpRouter

LIMIT_S = 60


class Slot:
    """What came over the wire for one m-line."""

    def __init__(self, mid, ssrc):
        self.mid = mid
        self.ssrc = ssrc
        self.packets = self.gaps = self.backwards = 0
        self.sequence = self.timestamp = self.csrc = None

    def take(self, packet):
        if self.packets:
            if packet.sequence_number != (self.sequence + 1) & 0xFFFF:
                self.gaps += 1
            # RFC 3550 §5.1: 32 bits that wrap around.
            if (packet.timestamp - self.timestamp) & 0xFFFFFFFF >= 1 << 31:
                self.backwards += 1
        self.packets += 1
        self.sequence, self.timestamp = packet.sequence_number, packet.timestamp
        self.csrc = packet.csrc[0] if len(packet.csrc) == 1 else None


class Signaling:
    """Requests and events of the weir.v1 protocol."""

    def __init__(self, socket):
        self.socket = socket
        self.replies = {}
        self.events = []
        self.next_id = 0

    async def read(self):
        async for frame in self.socket:
            message = json.loads(frame.data)
            if message["type"] in ("reply", "error"):
                self.replies.pop(message["id"]).set_result(message)
            else:
                self.events.append(message)

    async def request(self, kind, **fields):
        self.next_id += 1
        self.replies[self.next_id] = reply = asyncio.get_running_loop().create_future()
        await self.socket.send_json({"id": self.next_id, "type": kind, **fields})
        message = await asyncio.wait_for(reply, LIMIT_S)
        if message["type"] == "error":
            raise RuntimeError(f"{kind}: {message}")
        return message


def slots_of(answer):
    """The slots of an answer by SSRC, and the SSRCs of their retransmissions."""
    slots, retransmissions = {}, set()
    for section in answer.split("m=")[1:]:
        mid, ssrcs = None, []
        for line in section.splitlines():
            if line.startswith("a=mid:"):
                mid = line[6:]
            elif line.startswith("a=ssrc-group:FID "):
                retransmissions.add(int(line.split()[2]))
            elif line.startswith("a=ssrc:"):
                ssrcs.append(int(line[7:].split()[0]))
        for ssrc in ssrcs:
            if ssrc not in retransmissions:
                slots[ssrc] = Slot(mid, ssrc)
    return slots, retransmissions


async def tracks_of_others(signaling, room, count):
    """The video tracks in the room, once there are as many as publishers."""
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline:
        tracks = [track for person in room["participants"] for track in person["tracks"]]
        tracks += [event["track"] for event in signaling.events if event["type"] == "trackPublished"]
        video = {track["id"]: track for track in tracks if track["kind"] == "video"}
        if len(video) >= count:
            return list(video.values())
        await asyncio.sleep(0.05)
    raise RuntimeError("the publishers did not come")


async def switch(signaling, slot, track):
    """Asks for a track in a slot; whether its packets came."""
    await signaling.request("view", slots=[{"mid": slot.mid, "track": track["id"]}])
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline:
        if slot.csrc == track["csrc"]:
            return True
        await asyncio.sleep(0.005)
    return False


async def main(address, room, publishers, switches):
    slots, retransmissions, unknown = {}, set(), set()
    route = RtpRouter.route_rtp

    def observe(router, packet):
        if packet.ssrc in slots:
            slots[packet.ssrc].take(packet)
        elif packet.ssrc not in retransmissions:
            unknown.add(packet.ssrc)
        return route(router, packet)

    RtpRouter.route_rtp = observe
    peer = RTCPeerConnection()
    async with aiohttp.ClientSession() as http:
        async with http.ws_connect(address, protocols=["weir.v1"], max_msg_size=0) as socket:
            signaling = Signaling(socket)
            reader = asyncio.ensure_future(signaling.read())
            room_state = (await signaling.request("join", room=room, name="Wire"))["room"]
            for _ in range(2):
                peer.addTransceiver("video", direction="recvonly")
            await peer.setLocalDescription(await peer.createOffer())
            offered = peer.localDescription.sdp
            answer = (await signaling.request("offer", sdp=offered, tracks=[]))["sdp"]
            found, rtx = slots_of(answer)
            slots.update(found)
            retransmissions.update(rtx)
            await peer.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))
            tracks = await tracks_of_others(signaling, room_state, publishers)
            shown = 0
            started = time.monotonic()
            ordered = list(slots.values())
            for number in range(switches):
                # Each slot walks through all people, three apart, so that no two slots ask for the same one.
                track = tracks[(number // 2 + 3 * (number % 2)) % len(tracks)]
                shown += await switch(signaling, ordered[number % 2], track)
            seconds = time.monotonic() - started
            await signaling.request("leave")
            reader.cancel()
    await peer.close()
    print(
        json.dumps(
            {
                "shown": shown,
                "seconds": round(seconds, 1),
                "unknownSsrcs": sorted(unknown),
                "slots": [
                    {
                        "mid": slot.mid,
                        "packets": slot.packets,
                        "gaps": slot.gaps,
                        "backwards": slot.backwards,
                    }
                    for slot in ordered
                ],
            }
        )
    )


asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
