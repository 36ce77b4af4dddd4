// Publish camera and microphone, mute and unmute them, and see how much is sent.
import { connect } from '../weir-client.js';

/** @param {import('./stage.js').Stage} stage */
export default async function publish({ room, token, log, showVideo, pause }) {
  const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 360 } });
  showVideo('Ada’s camera', media);

  const ada = await connect({ room, token, name: 'Ada' });
  ada.on('trackPublished', ({ track }) => log(`Everybody is told: ${track.source}, ${track.kind}`));
  const microphone = await ada.publish(media.getAudioTracks()[0], { source: 'microphone' });
  const camera = await ada.publish(media.getVideoTracks()[0], { source: 'camera', maxBitrate: 800_000 });

  await ada.mute(microphone, true); // neither sent nor forwarded any more
  log(`Microphone muted: ${microphone.muted}`);
  await ada.mute(microphone, false);

  await pause(2000);
  const report = await ada.stats();
  for (const entry of report?.values() ?? []) {
    if (entry.type === 'outbound-rtp' && entry.kind === 'video') log(`Video packets sent so far: ${entry.packetsSent}`);
  }

  await ada.unpublish(camera);
  await ada.leave();
  for (const track of media.getTracks()) track.stop();
}
