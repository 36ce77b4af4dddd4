import { h, icon } from '../ui/dom.js';
import { hue, initials } from '../ui/people-looks.js';
import { isSilent } from './stage-plan.js';

/** @typedef {import('../client/types.js').ParticipantInfo} ParticipantInfo */

/**
 * The list of everybody in the room.
 *
 * @param {object} options
 * @param {ParticipantInfo[]} options.people oneself first
 * @param {string | null} options.self
 * @param {string[]} options.speakers
 * @returns {HTMLElement[]}
 */
export function peopleList({ people, self, speakers }) {
  return people.map((person) => {
    const silent = isSilent(person);
    const seen = person.tracks.some((track) => track.kind === 'video' && !track.muted);
    const name = person.name || 'Guest';
    return h(
      'li',
      {
        class: 'person',
        'data-testid': 'person',
        'data-participant': person.id,
        'data-muted': String(silent),
        'data-speaking': String(speakers.includes(person.id)),
      },
      h('span', { class: `avatar ${hue(name)}`, 'aria-hidden': 'true', text: initials(name) }),
      h('span', { class: 'person-name', text: person.id === self ? `${name} (you)` : name }),
      mark(silent ? 'mic-off' : 'mic', silent ? 'microphone off' : 'microphone on', silent),
      mark(seen ? 'camera' : 'camera-off', seen ? 'camera on' : 'camera off', !seen),
    );
  });
}

/**
 * @param {string} symbol
 * @param {string} meaning
 * @param {boolean} off
 * @returns {HTMLElement}
 */
function mark(symbol, meaning, off) {
  return h(
    'span',
    { class: off ? 'person-mark person-mark-off' : 'person-mark', title: meaning },
    icon(symbol),
    h('span', { class: 'visually-hidden', text: meaning }),
  );
}
