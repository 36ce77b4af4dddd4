// What tests ask of a page: its peer connections' statistics, and the colour of every frame that it displayed, under
// the label that stood beside it. A tile is an element with data-participant-name around a <video>.
(() => {
  const palette = /*PALETTE*/ {};
  const peers = [];
  /** Every state that any peer connection went through. */
  const states = [];
  const watched = new Set();
  /** Label → colour → number of displayed frames. */
  const frames = {};

  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...args) {
      super(...args);
      peers.push(this);
      this.addEventListener('connectionstatechange', () => states.push(this.connectionState));
    }
  };

  function nearest([red, green, blue]) {
    let best = '';
    let bestDistance = Infinity;
    for (const [name, [r, g, b]] of Object.entries(palette)) {
      const distance = (red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2;
      if (distance < bestDistance) [best, bestDistance] = [name, distance];
    }
    return bestDistance < 60 ** 2 ? best : 'other';
  }

  function labelOf(video) {
    return video.closest('[data-participant-name]')?.dataset.participantName ?? '';
  }

  function watch(video) {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const look = () => {
      const { videoWidth: width, videoHeight: height } = video;
      if (width > 0 && video.isConnected) {
        context.drawImage(video, width / 4, height / 4, width / 2, height / 2, 0, 0, 1, 1);
        const color = nearest(context.getImageData(0, 0, 1, 1).data);
        const colors = (frames[labelOf(video)] ??= {});
        colors[color] = (colors[color] ?? 0) + 1;
      }
      video.requestVideoFrameCallback(displayed);
    };
    // Animation frames follow the frame callbacks of the same rendering step: the page's label is up to date by then.
    const displayed = () => requestAnimationFrame(look);
    video.requestVideoFrameCallback(displayed);
  }

  setInterval(() => {
    for (const video of document.querySelectorAll('video')) {
      if (!watched.has(video)) {
        watched.add(video);
        watch(video);
      }
    }
  }, 50);

  async function inbound() {
    const streams = [];
    for (const peer of peers) {
      if (peer.connectionState === 'closed') continue;
      for (const entry of (await peer.getStats()).values()) {
        if (entry.type === 'inbound-rtp') {
          streams.push({
            kind: entry.kind,
            mid: entry.mid,
            framesDecoded: entry.framesDecoded ?? 0,
            width: entry.frameWidth ?? 0,
            height: entry.frameHeight ?? 0,
            energy: entry.totalAudioEnergy ?? 0,
            packets: entry.packetsReceived ?? 0,
          });
        }
      }
    }
    return streams;
  }

  /** Ports of the server's UDP candidates. */
  function mediaPorts() {
    const answers = peers.map((peer) => peer.remoteDescription?.sdp ?? '').join('');
    return [...answers.matchAll(/^a=candidate:\S+ 1 udp \d+ \S+ (\d+) /gim)].map((match) => Number(match[1]));
  }

  window.weirTest = { peers, states, frames, inbound, mediaPorts };
})();
