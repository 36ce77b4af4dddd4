// Nothing to do: the client brings itself back. This cuts its WebSocket, and watches.
import { cutConnections } from './cut.js';
import { connect } from '../weir-client.js';
import { movingPicture } from './stage.js';

/** @param {import('./stage.js').Stage} stage */
export default async function reconnect({ room, token, log, showVideo, firstFrame }) {
  const ada = await connect({ room, token, name: 'Ada' });
  await ada.publish(movingPicture('teal'), { source: 'camera' });
  const eve = await connect({ room, token, name: 'Eve' });
  await eve.setSlots({ video: 1 });
  const { mediaTrack } = eve.slots.video[0];
  await firstFrame(showVideo('Eve sees Ada', new MediaStream(mediaTrack ? [mediaTrack] : [])));

  const back = new Promise((resolve) => {
    let lost = false;
    eve.on('connectionState', ({ state, media, attempt }) => {
      log(`Connection ${state}, media ${media}${attempt ? `, attempt ${attempt}` : ''}`);
      if (state === 'reconnecting') lost = true;
      if (state === 'connected' && lost) resolve(null);
    });
  });
  // Only what cannot be repaired ends the client, with `closed`; then connect again, or tell the person why.
  eve.on('closed', ({ reason, error }) => log(`Closed: ${reason}${error ? `, ${error.message}` : ''}`));

  log(`Cutting ${cutConnections()} WebSockets…`);
  await back;
  log(`Eve is back and sees ${eve.others.map(({ name }) => name).join(', ')}`);
  await Promise.all([ada.leave(), eve.leave()]);
}
