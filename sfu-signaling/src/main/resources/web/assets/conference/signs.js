import { toast } from '../ui/toasts.js';
import { emojiOf, RateLimit, REACTION_TOPIC } from './reactions.js';
import { handOf } from './stage-plan.js';

/** @typedef {import('../../weir-client.js').WeirClient} WeirClient */

/** So many reactions a person may send, and is shown of anybody, in so much time. */
const MOST = 5;
const PERIOD_MS = 3000;

/** Signs without words: raised hands, and reactions that float over tiles. */
export class Signs {
  /** @type {Map<string, RateLimit>} by participant; the own one under the empty name */
  #limits = new Map();
  /** Hands that were seen to be up. @type {Set<string>} */
  #hands = new Set();
  #stops;

  /**
   * @param {WeirClient} client
   * @param {(participant: string | null, emoji: string) => void} onreaction null for oneself
   */
  constructor(client, onreaction) {
    this.client = client;
    this.onreaction = onreaction;
    for (const { id, ...person } of client.others) if (handOf({ id, ...person }) !== null) this.#hands.add(id);
    this.#stops = [
      client.on('message', ({ topic, from, payload }) => {
        const emoji = topic === REACTION_TOPIC ? emojiOf(payload) : null;
        if (emoji !== null && this.#limit(from).take(performance.now())) onreaction(from, emoji);
      }),
      client.on('participantUpdated', ({ participant }) => this.#handMayHaveMoved(participant)),
      client.on('participantLeft', ({ participant }) => {
        this.#limits.delete(participant.id);
        this.#hands.delete(participant.id);
      }),
    ];
  }

  /** @returns {boolean} whether one's own hand is up */
  get handRaised() {
    return typeof this.client.metadata?.hand === 'number';
  }

  /** @returns {Promise<boolean | null>} whether it is up now; null when it could not be moved */
  async toggleHand() {
    const { hand, ...metadata } = this.client.metadata ?? {};
    const raised = typeof hand !== 'number';
    try {
      await this.client.update({ metadata: raised ? { ...metadata, hand: Date.now() } : metadata });
      return raised;
    } catch {
      toast('Your hand could not be raised.');
      return null;
    }
  }

  /** @param {string} emoji */
  react(emoji) {
    if (!this.#limit('').take(performance.now())) return;
    this.onreaction(null, emoji);
    this.client.sendMessage({ emoji }, { topic: REACTION_TOPIC }).catch(() => {}); // a moment's matter: not repeated
  }

  close() {
    for (const stop of this.#stops) stop();
  }

  /** @param {import('../client/types.js').ParticipantInfo} person */
  #handMayHaveMoved(person) {
    if (person.id === this.client.participant) return;
    const up = handOf(person) !== null;
    if (up && !this.#hands.has(person.id)) toast(`${person.name || 'Guest'} raised a hand`);
    if (up) this.#hands.add(person.id);
    else this.#hands.delete(person.id);
  }

  /**
   * @param {string} participant
   * @returns {RateLimit}
   */
  #limit(participant) {
    let limit = this.#limits.get(participant);
    if (!limit) this.#limits.set(participant, (limit = new RateLimit(MOST, PERIOD_MS)));
    return limit;
  }
}
