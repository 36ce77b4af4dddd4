// People whose voices follow a script, and a viewer who notes whom the server says is speaking.
(() => {
  let client;
  let context;
  let voice;
  /** Whose voice came first, and when, in milliseconds since 1970: only changes of who leads. */
  const leaders = [];

  const now = () => performance.timeOrigin + performance.now();
  const decibels = (dB) => 10 ** (dB / 20);

  async function connect(room, name) {
    const weir = await import('/weir-client.js');
    client = await weir.connect({ room, name });
  }

  /** Publishes noise: a background, and a voice that is silent until the script lets it speak. */
  async function enter(room, name) {
    context = new AudioContext({ sampleRate: 48_000 });
    const buffer = context.createBuffer(1, context.sampleRate, context.sampleRate);
    const samples = buffer.getChannelData(0);
    const loudness = Math.sqrt(3); // of even noise, so that its mean power is one
    for (let i = 0; i < samples.length; i++) samples[i] = loudness * (Math.random() * 2 - 1);
    const noise = new AudioBufferSourceNode(context, { buffer, loop: true });
    const background = new GainNode(context, { gain: decibels(-70) });
    voice = new GainNode(context, { gain: 0 });
    const microphone = context.createMediaStreamDestination();
    noise.connect(background).connect(microphone);
    noise.connect(voice).connect(microphone);
    noise.start();
    await connect(room, name);
    await client.publish(microphone.stream.getAudioTracks()[0], { source: 'microphone' });
    return client.participant;
  }

  /** Makes sounds, each [when, for how long, how loud], in milliseconds since a moment and dB under full scale. */
  function follow(origin, sounds) {
    const zero = context.currentTime - (now() - origin) / 1000;
    for (const [at, forMs, level] of sounds) {
      voice.gain.setValueAtTime(decibels(level), zero + at / 1000);
      voice.gain.setValueAtTime(0, zero + (at + forMs) / 1000);
    }
  }

  async function listen(room, name) {
    await connect(room, name);
    client.on('activeSpeakers', ({ participants: [leader] }) => {
      if (leader && leader !== leaders.at(-1)?.leader) leaders.push({ leader, time: now() });
    });
    await client.setSlots({ audio: 1 });
    return true;
  }

  window.weirTalk = { enter, follow, listen, now, leaders: () => leaders };
})();
