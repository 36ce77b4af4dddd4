// People who flash and beep by one clock, and a viewer who notes when each flash stands and each beep is played.
// Times are milliseconds since the page began.
(() => {
  const eventSeconds = 0.1;
  const width = 160;
  const height = 120;
  /** How long it must have been quiet before a beep, in samples: less than any gap. */
  const quietSamples = 4_800;

  let client;
  let voice;
  const made = { flashes: [], beeps: [] };
  const noticed = { flashes: [], beeps: [] };

  async function connect(room, name) {
    const weir = await import('/weir-client.js');
    client = await weir.connect({ room, name });
  }

  /** A tone that beeps, over a murmur that counts as speech and is far under the beeps. */
  function mouth(context) {
    const buffer = context.createBuffer(1, context.sampleRate, context.sampleRate);
    const samples = buffer.getChannelData(0);
    for (let i = 0; i < samples.length; i++) samples[i] = 0.02 * (Math.random() * 2 - 1);
    const murmur = new AudioBufferSourceNode(context, { buffer, loop: true });
    const tone = new OscillatorNode(context, { frequency: 1_000 });
    const beep = new GainNode(context, { gain: 0 });
    voice = new GainNode(context);
    const microphone = context.createMediaStreamDestination();
    tone.connect(beep).connect(voice).connect(microphone);
    murmur.connect(voice);
    tone.start();
    murmur.start();
    return { beep: beep.gain, track: microphone.stream.getAudioTracks()[0] };
  }

  /** Publishes a picture that turns white whenever the sound beeps, by the sound's clock. */
  async function perform(room, name) {
    const context = new AudioContext({ sampleRate: 48_000 });
    const { beep, track: microphone } = mouth(context);
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const picture = canvas.getContext('2d');
    const camera = canvas.captureStream().getVideoTracks()[0];
    let start = 0;
    let shown = false;
    let turn = 0;
    const draw = () => {
      requestAnimationFrame(draw);
      const now = context.currentTime;
      if (now >= start + eventSeconds) {
        // Gaps differ, so that no flash is taken for the neighbour of its beep.
        start = now + 0.2 + Math.random() * 0.15;
        beep.setValueAtTime(0.8, start);
        beep.setValueAtTime(0, start + eventSeconds);
      }
      const flash = now >= start;
      // Every other animation frame makes 30 a second; what changes is drawn at once.
      if (turn++ % 2 && flash === shown) return;
      shown = flash;
      picture.fillStyle = flash ? 'white' : 'black';
      picture.fillRect(0, 0, width, height);
      picture.fillStyle = 'gray'; // an encoder may skip equal frames
      picture.fillRect(turn % width, height - 4, 4, 4);
    };
    draw();
    void noteFlashes(camera, made.flashes);
    void noteBeeps(microphone, made.beeps);
    await connect(room, name);
    await client.publish(camera, { source: 'camera' });
    await client.publish(microphone, { source: 'microphone' });
    return true;
  }

  /** Calls back with whether a frame is white, after one that was not. */
  function edges(onFlash) {
    const canvas = new OffscreenCanvas(1, 1);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    let before = false;
    return (frame, time) => {
      context.drawImage(frame, width / 4, height / 4, width / 2, height / 2, 0, 0, 1, 1);
      const white = context.getImageData(0, 0, 1, 1).data[0] > 128;
      if (white && !before) onFlash(time);
      before = white;
    };
  }

  async function noteFlashes(track, flashes) {
    const frames = new MediaStreamTrackProcessor({ track }).readable;
    const look = edges((time) => flashes.push(time));
    for await (const frame of frames) {
      look(frame, performance.now());
      frame.close();
    }
  }

  /** Notes the first sample of each beep. Chromium stamps sound with the time at which it came from the clock of sound. */
  async function noteBeeps(track, beeps) {
    const samples = new Float32Array(quietSamples);
    let quiet = 0;
    for await (const sound of new MediaStreamTrackProcessor({ track }).readable) {
      sound.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      for (let i = 0; i < sound.numberOfFrames; i++) {
        if (Math.abs(samples[i]) < 0.3) {
          quiet++;
        } else {
          if (quiet > quietSamples) beeps.push(sound.timestamp / 1000 + (i * 1000) / sound.sampleRate);
          quiet = 0;
        }
      }
      sound.close();
    }
  }

  /** Watches in one pair of slots, in one element. */
  async function watch(room, name) {
    await connect(room, name);
    const video = document.createElement('video');
    const stream = new MediaStream();
    video.srcObject = stream;
    document.body.append(video);
    client.on('slotMedia', ({ slot }) => {
      stream.addTrack(slot.mediaTrack);
      if (slot.kind === 'audio') void noteBeeps(slot.mediaTrack, noticed.beeps);
    });
    const look = edges((time) => noticed.flashes.push(time));
    const displayed = (_now, { mediaTime, expectedDisplayTime }) => {
      video.requestVideoFrameCallback(displayed);
      const frame = new VideoFrame(video);
      // A busy page is called late: the element may hold the next frame by now, which has its own call.
      if (Math.abs(frame.timestamp - mediaTime * 1e6) < 1000) look(frame, expectedDisplayTime);
      frame.close();
    };
    video.requestVideoFrameCallback(displayed);
    await client.setSlots({ audio: 1, video: 1 });
    void video.play();
    return true;
  }

  const idOf = (name) => client.others.find((other) => other.name === name)?.id;

  /** Asks for somebody in both slots; without a name for whom the server chooses. */
  async function show(name) {
    const id = idOf(name);
    const trackOf = (kind) =>
      [...client.room.tracks.values()].find((track) => track.participant === id && track.kind === kind)?.id;
    await client.view(['audio', 'video'].map((kind) => ({ kind, slot: 0, track: trackOf(kind) })));
  }

  /** Whether both slots show somebody. */
  function shows(name) {
    const id = idOf(name);
    return client.slots.all().every(({ participant, switching }) => participant === id && !switching);
  }

  const forget = () => {
    noticed.flashes.length = noticed.beeps.length = 0;
  };

  window.weirLips = {
    perform,
    watch,
    show,
    shows,
    forget,
    made: () => ({ origin: performance.timeOrigin, ...made }),
    noticed: () => ({ origin: performance.timeOrigin, ...noticed }),
    setVoice: (gain) => void (voice.gain.value = gain),
    /** Delays sound, so that the picture has to wait for it. */
    holdSoundBack: (ms) => void (client.slots.audio[0].transceiver.receiver.jitterBufferTarget = ms),
  };
})();
