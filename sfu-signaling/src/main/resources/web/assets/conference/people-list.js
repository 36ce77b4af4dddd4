import { h, icon } from '../ui/dom.js';
import { menuButton } from '../ui/menu.js';
import { hue, initials } from '../ui/people-looks.js';
import { handOf, handsFirst, isSilent } from './stage-plan.js';

/** @typedef {import('../client/types.js').ParticipantInfo} ParticipantInfo */

/**
 * @typedef {object} PersonActions
 * @property {(person: ParticipantInfo) => void} onpin
 * @property {() => boolean} moderates whether one has the right to
 * @property {(person: ParticipantInfo, action: 'mute' | 'remove') => void} onmoderate
 */

/** The list of everybody in the room; rows stay while their people do, so that focus does, too. */
export class PeopleList {
  element = h('ul', { class: 'people-list' });
  /** @type {Map<string, ReturnType<typeof createRow>>} */
  #rows = new Map();

  /** @param {PersonActions} actions */
  constructor(actions) {
    this.actions = actions;
  }

  /**
   * @param {object} state
   * @param {ParticipantInfo[]} state.people oneself first
   * @param {string | null} state.self
   * @param {string[]} state.speakers
   */
  show({ people, self, speakers }) {
    const rows = handsFirst(people).map((person) => {
      let row = this.#rows.get(person.id);
      if (!row) this.#rows.set(person.id, (row = createRow(person, person.id === self, this.actions)));
      row.show(person, speakers.includes(person.id));
      return row.element;
    });
    for (const [id, { element }] of this.#rows) {
      if (rows.includes(element)) continue;
      element.remove();
      this.#rows.delete(id);
    }
    rows.forEach((row, index) => {
      if (this.element.children[index] !== row) this.element.insertBefore(row, this.element.children[index] ?? null);
    });
  }
}

/**
 * @param {ParticipantInfo} first
 * @param {boolean} own
 * @param {PersonActions} actions
 */
function createRow(first, own, { onpin, moderates, onmoderate }) {
  let person = first;
  const avatar = h('span', { class: 'avatar', 'aria-hidden': 'true' });
  const name = h('span', { class: 'person-name' });
  const hand = mark('hand', 'hand');
  const microphone = mark('mic', 'mic-off');
  const camera = mark('camera', 'camera-off');
  const element = h(
    'li',
    { class: 'person', 'data-testid': 'person', 'data-participant': person.id },
    avatar,
    name,
    hand.element,
    microphone.element,
    camera.element,
    !own &&
      menuButton({
        label: `More about ${person.name || 'Guest'}`,
        testId: 'person-menu',
        symbol: 'more',
        free: true,
        sections: () => [
          {
            title: person.name || 'Guest',
            choices: [
              { label: 'Show large', symbol: 'pin', onchoose: () => onpin(person) },
              ...(moderates()
                ? [
                    { label: 'Mute', symbol: 'mic-off', onchoose: () => onmoderate(person, 'mute') },
                    { label: 'Remove from the call', symbol: 'close', danger: true, onchoose: () => onmoderate(person, 'remove') },
                  ]
                : []),
            ],
          },
        ],
      }),
  );
  return {
    element,
    /**
     * @param {ParticipantInfo} now
     * @param {boolean} speaking
     */
    show(now, speaking) {
      person = now;
      const silent = isSilent(person);
      const seen = person.tracks.some(({ kind, source, muted }) => kind === 'video' && source !== 'screen' && !muted);
      const shown = person.name || 'Guest';
      element.dataset.muted = String(silent);
      element.dataset.speaking = String(speaking);
      element.dataset.hand = String(handOf(person) !== null);
      avatar.textContent = initials(shown);
      avatar.className = `avatar ${hue(shown)}`;
      name.textContent = own ? `${shown} (you)` : shown;
      hand.element.hidden = handOf(person) === null;
      hand.show('hand raised', true);
      microphone.show(silent ? 'microphone off' : 'microphone on', !silent);
      camera.show(seen ? 'camera on' : 'camera off', seen);
    },
  };
}

/**
 * @param {string} on symbol
 * @param {string} off symbol
 */
function mark(on, off) {
  const words = h('span', { class: 'visually-hidden' });
  const element = h('span', { class: 'person-mark' }, icon(on, 'icon-on'), icon(off, 'icon-off'), words);
  return {
    element,
    /**
     * @param {string} meaning
     * @param {boolean} isOn
     */
    show(meaning, isOn) {
      words.textContent = `, ${meaning}`;
      element.title = meaning;
      element.dataset.on = String(isOn);
    },
  };
}
