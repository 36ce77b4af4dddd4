// When a page displayed each frame in its slot, how high that was, and how many bytes came for it. Times are
// milliseconds since 1970, which all programs of this machine agree on.
(() => {
  /** [time, height] of every displayed frame. */
  const frames = [];
  /** [time, bytes of video received, frames decoded] twice a second. */
  const samples = [];
  const watched = new Set();

  const time = (sincePageMs) => performance.timeOrigin + sincePageMs;

  function watch(video) {
    const displayed = (_now, { presentationTime, height }) => {
      frames.push([time(presentationTime), height]);
      video.requestVideoFrameCallback(displayed);
    };
    video.requestVideoFrameCallback(displayed);
  }

  async function sample() {
    let bytes = 0;
    let decoded = 0;
    for (const peer of weirTest.peers) {
      for (const entry of (await peer.getStats()).values()) {
        if (entry.type === 'inbound-rtp' && entry.kind === 'video') {
          bytes += entry.bytesReceived;
          decoded += entry.framesDecoded ?? 0;
        }
      }
    }
    samples.push([time(performance.now()), bytes, decoded]);
  }

  setInterval(() => {
    for (const video of document.querySelectorAll('[data-slot] video')) {
      if (!watched.has(video)) {
        watched.add(video);
        watch(video);
      }
    }
  }, 50);
  setInterval(() => void sample(), 500);

  /** What has happened since a time. */
  const since = (list, from) => list.filter(([at]) => at >= from);

  /** What the page's own encoders send: height and bytes of each. */
  async function sent() {
    const encodings = {};
    for (const peer of weirTest.peers) {
      for (const entry of (await peer.getStats()).values()) {
        if (entry.type === 'outbound-rtp' && entry.kind === 'video') {
          encodings[entry.rid ?? ''] = { height: entry.frameHeight ?? 0, bytes: entry.bytesSent, active: entry.active };
        }
      }
    }
    return encodings;
  }

  window.weirPictures = {
    frames: (from) => since(frames, from),
    samples: (from) => since(samples, from),
    sent,
  };
})();
