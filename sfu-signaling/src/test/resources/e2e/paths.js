// Which way media takes, and WHIP and WHEP sessions whose ICE tests restart (RFC 9725 section 4.3.3).
(() => {
  if (window.weirPaths) return;
  const sessions = [];

  /** For each connected peer connection of the page, how it reaches the server. */
  async function selected() {
    const pairs = [];
    for (const peer of weirTest.peers) {
      if (peer.connectionState !== 'connected') continue;
      const stats = await peer.getStats();
      for (const { type, selectedCandidatePairId } of stats.values()) {
        const pair = type === 'transport' && stats.get(selectedCandidatePairId);
        if (!pair) continue;
        const local = stats.get(pair.localCandidateId);
        const remote = stats.get(pair.remoteCandidateId);
        pairs.push({ protocol: local.protocol, local: local.address, remote: remote.address, port: remote.port });
      }
    }
    return pairs;
  }

  async function open(endpoint, peer) {
    await peer.setLocalDescription();
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp' },
      body: peer.localDescription.sdp,
    });
    if (!response.ok) throw new Error(`${endpoint}: ${response.status}`);
    await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
    sessions.push({ peer, resource: new URL(response.headers.get('Location'), endpoint) });
    return true;
  }

  /** Presents camera and microphone over WHIP. */
  async function present(endpoint) {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    const peer = new RTCPeerConnection();
    for (const track of stream.getTracks()) peer.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
    return open(endpoint, peer);
  }

  /** Watches over WHEP. */
  async function watch(endpoint) {
    const peer = new RTCPeerConnection();
    for (const kind of ['audio', 'video']) peer.addTransceiver(kind, { direction: 'recvonly' });
    peer.addEventListener('track', ({ track }) => {
      const media = document.createElement('video');
      media.muted = true;
      media.srcObject = new MediaStream([track]);
      document.body.append(media);
      void media.play();
    });
    return open(endpoint, peer);
  }

  const line = (sdp, name) => new RegExp(`^a=${name}:.*`, 'm').exec(sdp)[0].trim();

  /** Restarts ICE of every session; the statuses of the answers. */
  async function restartIce() {
    const statuses = [];
    for (const { peer, resource } of sessions) {
      peer.restartIce();
      await peer.setLocalDescription();
      const offer = peer.localDescription.sdp;
      const fragment = ['m=audio 9 UDP/TLS/RTP/SAVPF 0', line(offer, 'mid'), line(offer, 'ice-ufrag'), line(offer, 'ice-pwd'), ''];
      const response = await fetch(resource, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/trickle-ice-sdpfrag', 'If-Match': '*' },
        body: fragment.join('\r\n'),
      });
      statuses.push(response.status);
      const fresh = await response.text();
      const answer = peer.currentRemoteDescription.sdp
        .replace(/^a=ice-ufrag:.*/gm, line(fresh, 'ice-ufrag'))
        .replace(/^a=ice-pwd:.*/gm, line(fresh, 'ice-pwd'));
      await peer.setRemoteDescription({ type: 'answer', sdp: answer });
    }
    return statuses;
  }

  window.weirPaths = { selected, present, watch, restartIce, states: () => sessions.map(({ peer }) => peer.connectionState) };
})()
