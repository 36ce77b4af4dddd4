// What tests ask of a page: its peer connections' statistics, and the colour of every frame that it displayed, under
// the label that stood beside it. A tile is an element with data-participant-name around a <video>; with data-state
// "avatar" it covers the video.
(() => {
  const palette = /*PALETTE*/ {};
  const peers = [];
  /** Every state that any peer connection went through. */
  const states = [];
  const watched = new Set();
  /** Label → colour → number of displayed frames. */
  const frames = {};

  // Firefox's frames of a stream do not carry the time that its frame callbacks tell.
  const timesFrames = !navigator.userAgent.includes('Firefox');

  /** A picture with so many new frames moves; one without any for so long does not. */
  const enoughFrames = 10;
  const standstillMs = 1500;

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

  function count(label, color) {
    const colors = (frames[label] ??= {});
    colors[color] = (colors[color] ?? 0) + 1;
  }

  const isSeen = (video) => video.isConnected && !video.closest('[hidden], [data-state="avatar"]');

  function watch(video) {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const displayed = (_now, metadata) => {
      video.requestVideoFrameCallback(displayed);
      if (!isSeen(video)) return;
      const frame = new VideoFrame(video);
      // A busy page is called late: the element may hold the next frame by now, which has its own call.
      if (!timesFrames || Math.abs(frame.timestamp - metadata.mediaTime * 1e6) < 1000) {
        const { displayWidth: width, displayHeight: height } = frame;
        context.drawImage(frame, width / 4, height / 4, width / 2, height / 2, 0, 0, 1, 1);
        const color = nearest(context.getImageData(0, 0, 1, 1).data);
        // Animation frames follow the frame callbacks of the same rendering step: the page's label is up to date then.
        requestAnimationFrame(() => count(labelOf(video), color));
      }
      frame.close();
    };
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

  /** Codecs in which media flows, and by which transport and cipher, as far as the browser tells. */
  async function media() {
    const codecs = new Set();
    const found = { protocol: '', cipher: '' };
    for (const peer of peers) {
      if (peer.connectionState !== 'connected') continue;
      const stats = await peer.getStats();
      for (const entry of stats.values()) {
        if (/^(in|out)bound-rtp$/.test(entry.type) && (entry.packetsReceived ?? entry.packetsSent) > 0) {
          const codec = stats.get(entry.codecId)?.mimeType.split('/')[1].toUpperCase();
          if (codec) codecs.add(codec);
        } else if (entry.type === 'transport') {
          found.cipher = entry.srtpCipher?.replace(/^SRTP_/, '') ?? '';
        } else if (entry.type === 'candidate-pair' && entry.nominated && entry.state === 'succeeded') {
          found.protocol = stats.get(entry.localCandidateId)?.protocol?.toUpperCase() ?? '';
        }
      }
    }
    return { ...found, codecs: [...codecs].sort() };
  }

  /**
   * How much counters grow until that is enough, or until none that has not grown enough yet goes on: what has not
   * grown for a while stands still, nothing else tells. On a busy machine pictures are slow, and still move.
   *
   * @returns [key, growth] of each
   */
  async function growth(read, isEnough) {
    const before = await read();
    let last = before;
    let deadline = performance.now() + standstillMs;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const now = await read();
      const grown = [...now].map(([key, count]) => [key, count - (before.get(key) ?? 0)]);
      const moves = ([key, growth]) => growth < enoughFrames && now.get(key) > (last.get(key) ?? 0);
      if (grown.some(moves)) deadline = performance.now() + standstillMs;
      if (isEnough(grown) || performance.now() > deadline) return grown;
      last = now;
    }
  }

  /** How many incoming videos flow: decode as many further frames as one has to see. */
  async function flowing() {
    const decoded = async () => new Map((await inbound()).filter(({ kind }) => kind === 'video').map(({ mid, framesDecoded }) => [mid, framesDecoded]));
    const flows = ([, frames]) => frames >= enoughFrames;
    return (await growth(decoded, (grown) => grown.length > 0 && grown.every(flows))).filter(flows).length;
  }

  /** Rids of the encodings of one's own camera that frames are sent of, by the browser's own count. */
  async function sentEncodings() {
    const sent = async () => {
      const frames = new Map();
      for (const peer of peers.filter(({ connectionState }) => connectionState === 'connected')) {
        for (const { type, kind, rid, framesSent = 0 } of (await peer.getStats()).values()) {
          if (type === 'outbound-rtp' && kind === 'video') frames.set(rid ?? '', framesSent);
        }
      }
      return frames;
    };
    const grown = await growth(sent, (all) => all.some(([, frames]) => frames >= enoughFrames));
    return grown.filter(([, frames]) => frames > 0).map(([rid]) => rid).sort().join();
  }

  /** Tiles that show somebody else's picture: name → size of the picture. */
  function pictures() {
    const sizes = {};
    for (const video of document.querySelectorAll('[data-participant-name]:not([data-kind="self"]) video')) {
      if (isSeen(video)) sizes[labelOf(video)] = `${video.videoWidth}x${video.videoHeight}`;
    }
    return sizes;
  }

  /** Presses a button; whether there is one that can be pressed. */
  function click(testId) {
    const button = document.querySelector(`[data-testid="${testId}"]`);
    if (button === null || button.disabled) return false;
    button.click();
    return true;
  }

  /** Whether the page shows an element. */
  function has(testId) {
    const element = document.querySelector(`[data-testid="${testId}"]`);
    return element !== null && !element.closest('[hidden]');
  }

  /** Presses a key, wherever the focus is. */
  function press(key) {
    (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }

  /** Writes into a field, as a person does, and confirms. */
  function write(testId, text) {
    const field = document.querySelector(`[data-testid="${testId}"]`);
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  }

  /** The visible tiles as people see them: whose, what of theirs, whether a picture stands, and whether it is large. */
  function tiles() {
    return [...document.querySelectorAll('[data-testid="tile"]:not([hidden])')].map(({ dataset, ariaLabel }) => ({
      name: dataset.participantName,
      own: dataset.kind === 'self',
      source: dataset.source,
      picture: dataset.state === 'video',
      large: dataset.large === 'true',
      label: ariaLabel,
    }));
  }

  /** Lets people without camera and microphone enter a room; they stay as long as the page. */
  async function crowd(room, names) {
    await Promise.all(
      names.map(
        (name) =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket(`ws://${location.host}/ws`, 'weir.v1');
            socket.onopen = () => socket.send(JSON.stringify({ id: 1, type: 'join', room, name }));
            socket.onmessage = resolve;
            socket.onerror = reject;
          }),
      ),
    );
    return names.length;
  }

  /** Bytes that travelled for the page and all that it loaded so far, headers included. */
  function weight() {
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    return entries.reduce((sum, { transferSize }) => sum + transferSize, 0);
  }

  /** What the page says of its connection; empty when all is well. */
  function banner() {
    const element = document.querySelector('[data-testid="banner"]');
    return element && !element.hidden ? element.textContent : '';
  }

  /** The server's UDP candidates as [address, port]. */
  function mediaAddresses() {
    const answers = peers.map((peer) => peer.remoteDescription?.sdp ?? '').join('');
    return [...answers.matchAll(/^a=candidate:\S+ 1 udp \d+ (\S+) (\d+) /gim)].map(([, address, port]) => [address, Number(port)]);
  }

  window.weirTest = { peers, states, frames, inbound, flowing, sentEncodings, media, pictures, click, has, press, write, tiles, crowd, weight, banner, mediaAddresses };
})();
