// A small application on top of /weir-client.js, for tests that need other slots than the conference page has.
(() => {
  const limitMs = 60_000;
  let client;
  const emptied = [];

  async function until(condition, what) {
    const deadline = performance.now() + limitMs;
    while (!condition()) {
      if (performance.now() > deadline) throw new Error(`${what}: not within ${limitMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  function trackOf(name) {
    const person = client.others.find((other) => other.name === name);
    return person && [...client.room.tracks.values()].find((t) => t.participant === person.id && t.kind === 'video');
  }

  const tile = (slot) => document.querySelector(`[data-slot="${slot}"]`);

  async function connect(room, name) {
    const weir = await import('/weir-client.js');
    client = await weir.connect({ room, name });
    client.on('slotMedia', ({ slot }) => {
      if (slot.kind === 'video') addTile(slot);
    });
    client.on('slotChanged', ({ slot, reason }) => {
      if (slot.kind === 'video' && !slot.track) emptied.push(reason);
    });
  }

  /** Publishes camera and microphone, the camera with further options. */
  async function publish(room, name, camera = {}) {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    await connect(room, name);
    await client.publish(stream.getVideoTracks()[0], { source: 'camera', ...camera });
    await client.publish(stream.getAudioTracks()[0], { source: 'microphone' });
    return true;
  }

  /** Watches in so many video slots, each tile labelled by what its frames carry. */
  async function watch(room, name, slots) {
    await connect(room, name);
    await client.setSlots({ audio: 1, video: slots });
    return true;
  }

  /** Publishes and watches. */
  async function talk(room, name, slots) {
    await publish(room, name);
    await client.setSlots({ audio: 1, video: slots });
    return true;
  }

  /** Joins and watches; the milliseconds from there to the first displayed frame. */
  async function timeToFirstFrame(room) {
    await import('/weir-client.js');
    const started = performance.now();
    await watch(room, 'Viewer', 1);
    await until(() => tile(0), 'a tile');
    await new Promise((resolve) => tile(0).querySelector('video').requestVideoFrameCallback(resolve));
    return performance.now() - started;
  }

  /** Presents camera and microphone over WHIP (RFC 9725); the status of the answer. */
  async function whip(endpoint) {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    const peer = new RTCPeerConnection();
    for (const track of stream.getTracks()) peer.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
    await peer.setLocalDescription();
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp' },
      body: peer.localDescription.sdp,
    });
    if (response.ok) await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
    return response.status;
  }

  /** Offers the fingerprint of another certificate than the one that the handshake will show. */
  function forgeFingerprint() {
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
      return send.call(this, data.replace(/(a=fingerprint:sha-256 )(..)/g, (_, start, byte) =>
        start + (byte === '00' ? '01' : '00'),
      ));
    };
    return true;
  }

  /** Checks connectivity with another password than the server's. */
  function forgeIcePassword() {
    const set = RTCPeerConnection.prototype.setRemoteDescription;
    RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp: text }) {
      return set.call(this, { type, sdp: text.replace(/(a=ice-pwd:).*/g, `$1${'x'.repeat(24)}`) });
    };
    return true;
  }

  function addTile(slot) {
    const element = document.createElement('div');
    const video = document.createElement('video');
    element.dataset.slot = slot.index;
    element.dataset.participantName = '';
    video.muted = true;
    video.srcObject = new MediaStream([slot.mediaTrack]);
    element.append(video);
    document.body.append(element);
    client.watchLabels(slot, video, ({ participant }) => {
      element.dataset.participantName = participant?.name ?? '';
    });
    void video.play();
  }

  /** Shows a person in a slot; the milliseconds until their picture in their colour stood under their name. */
  async function show(slot, name, color) {
    await until(() => trackOf(name), `track of ${name}`);
    const seen = () => weirTest.frames[name]?.[color] ?? 0;
    const before = seen();
    const started = performance.now();
    await client.view([{ slot, track: trackOf(name).id }]);
    await until(() => tile(slot).dataset.participantName === name && seen() > before, `${name} in slot ${slot}`);
    return performance.now() - started;
  }

  /** Switches the slots in turn through all people, given as [name, colour]; the time of each switch. */
  async function switchThrough(people, slots, switches) {
    const times = [];
    for (let i = 0; i < switches; i++) {
      const slot = i % slots;
      // Slots walk through the people at a distance, so that no two ask for the same person.
      const [name, color] = people[(Math.floor(i / slots) + slot * Math.floor(people.length / slots)) % people.length];
      times.push(Math.round(await show(slot, name, color)));
    }
    return times;
  }

  /** Both descriptions without candidates, which come one by one. */
  function sdp() {
    const plain = ({ sdp: text }) => text.replace(/^a=(candidate|end-of-candidates).*\r\n/gm, '');
    return plain(client.pc.localDescription) + plain(client.pc.remoteDescription);
  }

  /** What the first video slot decodes, and how many frames it has decoded of it. */
  async function decoded() {
    const stats = [...(await client.pc.getStats()).values()];
    const stream = stats.find((each) => each.type === 'inbound-rtp' && each.kind === 'video');
    const codec = stats.find((each) => each.id === stream?.codecId);
    return { codec: codec?.mimeType ?? '', frames: stream?.framesDecoded ?? 0 };
  }

  /** Shows the first video slot's picture in another size. */
  async function resize(width, height) {
    await client.view([{ slot: 0, width, height }]);
    return true;
  }

  /** Shows nothing in the first video slot. */
  async function lookAway() {
    await client.view([{ slot: 0, track: null }]);
    return true;
  }

  /** Shows a person in the first video slot again; the milliseconds until a new frame stood. */
  async function lookBack(name) {
    const started = performance.now();
    const shown = new Promise((resolve) => tile(0).querySelector('video').requestVideoFrameCallback(resolve));
    await client.view([{ slot: 0, track: trackOf(name).id }]);
    await shown;
    return performance.now() - started;
  }

  /** How the first video slot's stream fares, in the browser's own words. */
  async function received() {
    const stats = [...(await client.pc.getStats()).values()];
    return stats.find((each) => each.type === 'inbound-rtp' && each.kind === 'video') ?? {};
  }

  window.weirCall = {
    decoded,
    resize,
    lookAway,
    lookBack,
    received,
    emptied: () => emptied,
    publish,
    watch,
    talk,
    timeToFirstFrame,
    whip,
    switchThrough,
    sdp,
    forgeFingerprint,
    forgeIcePassword,
    leave: () => client.leave(),
  };
})();
