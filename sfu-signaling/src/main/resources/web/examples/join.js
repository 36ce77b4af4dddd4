// Join a room, see who is there, and hear of everybody who comes, changes and goes.
import { connect } from '../weir-client.js';

/** @param {import('./stage.js').Stage} stage where this page shows what happens */
export default async function join({ room, token, log }) {
  const ada = await connect({ room, token, name: 'Ada', metadata: { role: 'host' } });
  log(`Ada is in room ${ada.room?.name}, alone: ${ada.others.length === 0}`);

  ada.on('participantJoined', ({ participant }) => log(`Ada sees ${participant.name} come`));
  ada.on('participantUpdated', ({ participant }) => log(`Ada sees a new name: ${participant.name}`));
  const gone = new Promise((resolve) => {
    ada.on('participantLeft', ({ participant, reason }) => {
      log(`Ada sees ${participant.name} go: ${reason}`);
      resolve(null);
    });
  });

  const ben = await connect({ room, token, name: 'Ben' });
  log(`Ben finds ${ben.others.map(({ name, metadata }) => `${name} (${metadata.role})`).join(', ')}`);
  await ben.update({ name: 'Benjamin' });
  await ben.leave();
  await gone;
  await ada.leave();
}
