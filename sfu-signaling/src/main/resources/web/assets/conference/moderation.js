import { asWeirError } from '../client/errors.js';

/** @typedef {import('../../weir-client.js').WeirClient} WeirClient */

/**
 * Mutes or removes somebody, and says in words how it went.
 *
 * @param {WeirClient} client
 * @param {import('../client/types.js').ParticipantInfo} person
 * @param {'mute' | 'remove'} action
 * @returns {Promise<string>}
 */
export async function moderate(client, person, action) {
  const name = person.name || 'Guest';
  try {
    await client.moderate(person.id, action, action === 'mute' ? { kind: 'audio' } : {});
    return action === 'mute' ? `${name} is muted` : `${name} was removed`;
  } catch (error) {
    switch (asWeirError(error).code) {
      case 'forbidden':
        return 'Your invitation does not let you moderate.';
      case 'not_found':
        return `${name} has left already.`;
      default:
        return `That did not work: ${asWeirError(error).message}`;
    }
  }
}
