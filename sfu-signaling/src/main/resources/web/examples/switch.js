// Choose what a slot shows: one slot, two people, switched back and forth.
import { connect } from '../weir-client.js';
import { movingPicture } from './stage.js';

/** @param {import('./stage.js').Stage} stage */
export default async function switching({ room, token, log, showVideo }) {
  const ada = await connect({ room, token, name: 'Ada' });
  const ben = await connect({ room, token, name: 'Ben' });
  await ada.publish(movingPicture('teal'), { source: 'camera' });
  await ben.publish(movingPicture('purple'), { source: 'camera' });

  const eve = await connect({ room, token, name: 'Eve' });
  await eve.setSlots({ video: 1 });
  const slot = eve.slots.video[0];
  const video = showVideo('Eve’s only slot', new MediaStream(slot.mediaTrack ? [slot.mediaTrack] : []));

  for (const name of ['Ada', 'Ben', 'Ada']) {
    const person = eve.others.find((other) => other.name === name);
    const asked = performance.now();
    // Called for every frame that stands on the screen: whose picture it is, as the frame itself tells.
    const seen = new Promise((resolve) => {
      const stop = eve.watchLabels(slot, video, ({ participant }) => {
        if (participant?.name !== name) return;
        stop();
        resolve(null);
      });
    });
    await eve.view([{ slot: 0, track: person?.tracks[0].id, width: 320, height: 180 }]);
    await seen;
    log(`${name} stands on the screen ${Math.round(performance.now() - asked)} ms after being asked for`);
  }

  await eve.view([{ slot: 0, track: null }]); // empty; leave `track` out to let the server choose
  await Promise.all([ada.leave(), ben.leave(), eve.leave()]);
}
