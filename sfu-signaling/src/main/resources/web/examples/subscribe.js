// Receive others: slots are made once, and show whoever there is without any renegotiation.
import { connect } from '../weir-client.js';
import { movingPicture } from './stage.js';

/** @param {import('./stage.js').Stage} stage */
export default async function subscribe({ room, token, log, showVideo, firstFrame }) {
  const ada = await connect({ room, token, name: 'Ada' });
  await ada.publish(movingPicture('teal'), { source: 'camera' });

  const eve = await connect({ room, token, name: 'Eve' });
  /** @type {HTMLVideoElement[]} */
  const videos = [];
  // A slot's MediaStreamTrack is there at once and stays; it carries what the slot is bound to.
  eve.on('slotMedia', ({ slot }) => {
    if (slot.kind === 'video' && slot.mediaTrack) {
      videos[slot.index] = showVideo(`Eve’s video slot ${slot.index}`, new MediaStream([slot.mediaTrack]));
    }
  });
  eve.on('slotChanged', ({ slot, reason }) => {
    const shown = slot.participant && eve.room?.participants.get(slot.participant);
    if (slot.kind === 'video') log(`Slot ${slot.index} shows ${shown ? shown.name : 'nobody'}: ${reason}`);
  });
  await eve.setSlots({ audio: 1, video: 2 });
  await firstFrame(videos[0]);
  log('Ada is on Eve’s screen');

  const ben = await connect({ room, token, name: 'Ben' });
  await ben.publish(movingPicture('purple'), { source: 'camera' });
  await firstFrame(videos[1]);
  log('So is Ben, in the slot that was free');

  await Promise.all([ada.leave(), ben.leave(), eve.leave()]);
}
