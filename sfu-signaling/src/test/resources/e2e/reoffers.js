// A publisher and a viewer in one page that speak the WebSocket protocol by hand and offer again in every way that a
// client may. Each function changes one thing and returns the milliseconds until further pictures were decoded.
(() => {
  const limitMs = 60_000;
  const someFrames = 10;
  let stream;
  let publisher;
  let viewer;

  class Peer {
    pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    #socket = new WebSocket(`ws://${location.host}/ws`, 'weir.v1');
    #requests = new Map();
    #lastId = 0;

    constructor() {
      this.opened = new Promise((resolve, reject) => {
        this.#socket.onopen = resolve;
        this.#socket.onerror = () => reject(new Error('no WebSocket'));
      });
      this.#socket.onmessage = ({ data }) => {
        const message = JSON.parse(data);
        const request = this.#requests.get(message.id);
        if (message.type === 'reply') request.resolve(message);
        if (message.type === 'error') request.reject(new Error(`${message.code}: ${message.message}`));
      };
      this.pc.ontrack = ({ track }) => {
        if (track.kind !== 'video') return;
        const video = document.createElement('video');
        video.muted = true;
        video.srcObject = new MediaStream([track]);
        document.body.append(video);
        void video.play().catch(() => {});
      };
    }

    request(type, fields) {
      const id = ++this.#lastId;
      return new Promise((resolve, reject) => {
        this.#requests.set(id, { resolve, reject });
        this.#socket.send(JSON.stringify({ id, type, ...fields }));
      });
    }

    async join(room) {
      await this.opened;
      await this.request('join', { room });
    }

    async offer() {
      await this.pc.setLocalDescription();
      const tracks = this.sending().map(({ mid, sender }) => ({
        mid,
        source: sender.track.kind === 'audio' ? 'microphone' : 'camera',
      }));
      const { sdp } = await this.request('offer', { sdp: this.pc.localDescription.sdp, tracks });
      await this.pc.setRemoteDescription({ type: 'answer', sdp });
    }

    /** Live transceivers that send; of one kind if given. */
    sending(kind) {
      return this.#live('sendonly').filter(({ sender }) => !kind || sender.track.kind === kind);
    }

    /** Live transceivers that receive video. */
    watching() {
      return this.#live('recvonly').filter(({ receiver }) => receiver.track.kind === 'video');
    }

    #live(direction) {
      return this.pc.getTransceivers().filter((transceiver) => transceiver.direction === direction);
    }

    send(track, sendEncodings = [{}]) {
      this.pc.addTransceiver(track, { direction: 'sendonly', streams: [stream], sendEncodings });
    }

    receive(kind) {
      this.pc.addTransceiver(kind, { direction: 'recvonly' });
    }

    async framesDecoded() {
      let frames = 0;
      (await this.pc.getStats()).forEach((report) => {
        if (report.type === 'inbound-rtp' && report.kind === 'video') frames += report.framesDecoded ?? 0;
      });
      return frames;
    }
  }

  async function flowing() {
    const started = performance.now();
    const before = await viewer.framesDecoded();
    let decoded = 0;
    while (decoded < someFrames) {
      if (performance.now() - started > limitMs) throw new Error(`only ${decoded} further frames in ${limitMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      // A stopped slot takes its count along.
      decoded = Math.max(decoded, (await viewer.framesDecoded()) - before);
    }
    return Math.round(performance.now() - started);
  }

  const video = () => stream.getVideoTracks()[0].clone();

  const steps = {
    async begin(room) {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 180 } });
      publisher = new Peer();
      viewer = new Peer();
      await publisher.join(room);
      await viewer.join(room);
      publisher.send(stream.getAudioTracks()[0]);
      publisher.send(video());
      await publisher.offer();
      viewer.receive('audio');
      viewer.receive('video');
      await viewer.offer();
    },
    async restartThePublishersIce() {
      publisher.pc.restartIce();
      await publisher.offer();
    },
    async restartTheViewersIce() {
      viewer.pc.restartIce();
      await viewer.offer();
    },
    async openTwoMoreSlots() {
      viewer.receive('video');
      viewer.receive('video');
      await viewer.offer();
    },
    async pauseAndResumeTheTrack() {
      const [transceiver] = publisher.sending('video');
      transceiver.direction = 'inactive';
      await publisher.offer();
      transceiver.direction = 'sendonly';
      await publisher.offer();
    },
    async stopTheTrackAndPublishAnotherInItsPlace() {
      publisher.sending('video')[0].stop();
      await publisher.offer();
      publisher.send(video());
      await publisher.offer();
    },
    async stopASlotAndOpenAnotherInItsPlace() {
      viewer.watching()[0].stop();
      await viewer.offer();
      viewer.receive('video');
      await viewer.offer();
    },
    async publishThreeEncodingsInItsPlace() {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 1280, height: 720 } });
      publisher.sending('video')[0].stop();
      await publisher.offer();
      publisher.send(video(), [
        { rid: 'q', scaleResolutionDownBy: 4 },
        { rid: 'h', scaleResolutionDownBy: 2 },
        { rid: 'f' },
      ]);
      await publisher.offer();
      if (!publisher.pc.remoteDescription.sdp.includes('a=simulcast:recv q;h;f')) throw new Error('no simulcast');
    },
    async publishTheSameInH264() {
      const { codecs } = RTCRtpSender.getCapabilities('video');
      const wanted = codecs.filter(({ mimeType }) => mimeType === 'video/H264' || mimeType === 'video/rtx');
      publisher.sending('video')[0].setCodecPreferences(wanted);
      await publisher.offer();
    },
  };

  window.weirReoffers = Object.fromEntries(
    Object.entries(steps).map(([name, step]) => [
      name,
      async (...values) => {
        await step(...values);
        try {
          return await flowing();
        } catch (error) {
          throw new Error(`after ${name}: ${error.message}`, { cause: error });
        }
      },
    ]),
  );
})()
