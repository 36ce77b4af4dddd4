// Send messages to everybody or to some; who comes later gets what was said under the topic “chat”.
import { connect } from '../weir-client.js';

/** @param {import('./stage.js').Stage} stage */
export default async function chat({ room, token, log }) {
  const ada = await connect({ room, token, name: 'Ada' });
  const ben = await connect({ room, token, name: 'Ben' });
  const eve = await connect({ room, token, name: 'Eve' });
  for (const client of [ben, eve]) {
    client.on('message', ({ from, topic, payload }) => {
      log(`${client.name} reads from ${client.room?.participants.get(from)?.name} (${topic}): ${JSON.stringify(payload)}`);
    });
  }
  /** @param {import('../weir-client.js').WeirClient} client */
  const next = (client) => new Promise((resolve) => client.on('message', resolve));

  const both = Promise.all([next(ben), next(eve)]);
  await ada.sendMessage({ text: 'Hello, all' }, { topic: 'chat' });
  await both;

  const onlyBen = next(ben);
  await ada.sendMessage({ text: 'Ben, a word' }, { topic: 'whisper', to: [ben.participant ?? ''] });
  await onlyBen;

  try {
    await ada.sendMessage('Anybody?', { to: ['nobody-of-this-name'] });
  } catch (error) {
    log(`Refused, as it should be: ${error instanceof Error ? error.message : error}`);
  }
  await Promise.all([ada.leave(), ben.leave(), eve.leave()]);
}
