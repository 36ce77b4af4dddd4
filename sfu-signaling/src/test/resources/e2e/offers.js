// Offers that a real browser makes for the uses that applications have, as recorded in src/test/resources/sdp.
(() => {
  const camera = () => navigator.mediaDevices.getUserMedia({ audio: true, video: true });

  /** A screen and what it plays: a canvas and a stereo oscillator, which offer as captured screens and tabs do. */
  async function screen() {
    const canvas = document.createElement('canvas');
    canvas.getContext('2d');
    const [video] = canvas.captureStream().getVideoTracks();
    video.contentHint = 'detail';
    const sound = new AudioContext();
    const [audio] = sound.createMediaStreamDestination().stream.getAudioTracks();
    audio.contentHint = 'music';
    return new MediaStream([audio, video]);
  }

  async function offer(peer) {
    await peer.setLocalDescription(await peer.createOffer());
    const text = peer.localDescription.sdp;
    peer.close();
    return text;
  }

  function send(peer, stream) {
    for (const track of stream.getTracks()) peer.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
  }

  /** Camera, microphone, screen and its sound in one offer. */
  async function everything() {
    const peer = new RTCPeerConnection();
    send(peer, await camera());
    send(peer, await screen());
    return offer(peer);
  }

  /** Screen and its sound, as over WHIP. */
  async function whipScreen() {
    const peer = new RTCPeerConnection();
    send(peer, await screen());
    return offer(peer);
  }

  /** Camera and microphone, one codec and nothing else but its retransmissions first. */
  async function preferring(codec) {
    const peer = new RTCPeerConnection();
    send(peer, await camera());
    const video = peer.getTransceivers().find(({ sender }) => sender.track.kind === 'video');
    const { codecs } = RTCRtpReceiver.getCapabilities('video');
    const wanted = codecs.filter(({ mimeType }) => mimeType === `video/${codec}`);
    video.setCodecPreferences([...wanted, ...codecs.filter((each) => !wanted.includes(each))]);
    return offer(peer);
  }

  window.weirOffers = { everything, whipScreen, preferring };
})()
