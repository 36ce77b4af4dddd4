/** Who is on stage, and in which slot. Pure data. */

/** @typedef {import('../client/types.js').ParticipantInfo} ParticipantInfo */
/** @typedef {import('../client/types.js').TrackInfo} TrackInfo */

/** @typedef {'grid' | 'speaker'} LayoutMode */

/**
 * One place on stage: a person, or a person's shared screen.
 * @typedef {object} StageItem
 * @property {string} key
 * @property {ParticipantInfo} participant
 * @property {TrackInfo | null} track the video to show, null for somebody without
 */

/** Numbers of video slots: each step is a new offer. */
const STEPS = [4, 9, 16, 25, 36, 49];

/**
 * Everything that could be shown: screens first, then people in order of joining.
 *
 * @param {ParticipantInfo[]} participants without oneself
 * @returns {StageItem[]}
 */
export function stageItems(participants) {
  /** @type {StageItem[]} */
  const screens = [];
  /** @type {StageItem[]} */
  const people = [];
  for (const participant of participants) {
    const videos = participant.tracks.filter((track) => track.kind === 'video');
    for (const track of videos.filter(({ source }) => source === 'screen')) {
      screens.push({ key: `screen:${track.id}`, participant, track });
    }
    const camera = videos.find(({ source }) => source !== 'screen') ?? null;
    people.push({ key: participant.id, participant, track: camera });
  }
  return [...screens, ...people];
}

/**
 * @param {StageItem} item
 * @returns {boolean}
 */
export function isScreen(item) {
  return item.track?.source === 'screen';
}

/**
 * What is shown large: what was pinned, else all shared screens, else in the speaker layout whoever
 * spoke last. Nothing means a grid of equals.
 *
 * @param {StageItem[]} items
 * @param {object} choice
 * @param {LayoutMode} choice.mode
 * @param {string | null} choice.pinned key
 * @param {string[]} choice.spoke participant ids, most recent speaker first
 * @returns {StageItem[]}
 */
export function largeItems(items, { mode, pinned, spoke }) {
  const chosen = items.find(({ key }) => key === pinned);
  if (chosen) return [chosen];
  const screens = items.filter(isScreen);
  if (screens.length > 0) return screens.slice(0, 4);
  if (mode === 'grid') return [];
  const speaker = spoke.find((id) => items.some(({ key }) => key === id));
  const item = items.find(({ key }) => key === speaker) ?? items[0];
  return item ? [item] : [];
}

/**
 * One page of the stage. The first one holds who speaks; the others follow in their order.
 *
 * @param {StageItem[]} items
 * @param {object} choice
 * @param {number} choice.room how many fit on a page
 * @param {number} choice.page from 0
 * @param {string[]} choice.previous keys on the first page before, in order
 * @param {string[]} choice.spoke participant ids, most recent speaker first
 * @returns {{visible: StageItem[], first: StageItem[], page: number, pages: number}}
 */
export function pageOf(items, { room, page, previous, spoke }) {
  const first = visibleItems(items, room, previous, spoke);
  const pages = Math.max(1, Math.ceil(items.length / room));
  const shown = Math.min(Math.max(0, page), pages - 1);
  if (shown === 0) return { visible: first, first, page: 0, pages };
  const rest = items.filter((item) => !first.includes(item));
  return { visible: rest.slice((shown - 1) * room, shown * room), first, page: shown, pages };
}

/**
 * Picks what is visible. Once chosen, items stay where they are; somebody who speaks and is not
 * visible takes the place of whoever was silent for longest.
 *
 * @param {StageItem[]} items
 * @param {number} room how many may be visible
 * @param {string[]} previous keys visible before, in order
 * @param {string[]} spoke participant ids, most recent speaker first
 * @returns {StageItem[]}
 */
export function visibleItems(items, room, previous, spoke) {
  if (items.length <= room) return items;
  const byKey = new Map(items.map((item) => [item.key, item]));
  const kept = previous.filter((key) => byKey.has(key)).slice(0, room);
  for (const { key } of items) {
    if (kept.length < room && !kept.includes(key)) kept.push(key);
  }
  /** @param {string} key */
  const silence = (key) => {
    const rank = spoke.indexOf(byKey.get(key)?.participant.id ?? '');
    return key.startsWith('screen:') ? -1 : rank < 0 ? Infinity : rank;
  };
  // At most half of the stage changes hands, so that it never becomes a carousel.
  const wanted = spoke.slice(0, Math.max(1, Math.floor(room / 2))).filter((id) => byKey.has(id));
  for (const id of wanted) {
    if (kept.includes(id)) continue;
    const quietest = kept.reduce((worst, key) => (silence(key) >= silence(worst) ? key : worst));
    if (silence(quietest) > silence(id)) kept[kept.indexOf(quietest)] = id;
  }
  return kept.flatMap((key) => byKey.get(key) ?? []);
}

/**
 * Gives each visible video a slot, leaving those that have one where they are.
 *
 * @param {(string | null | undefined)[]} slots track that each slot was last asked to show; undefined: never asked
 * @param {string[]} tracks ids of the videos to show
 * @returns {(string | null)[]} track for each slot
 */
export function assignSlots(slots, tracks) {
  const waiting = tracks.filter((track) => !slots.includes(track));
  return slots.map((track) => {
    if (track && tracks.includes(track)) return track;
    return waiting.shift() ?? null;
  });
}

/**
 * How many video slots to have for so many videos on stage.
 *
 * @param {number} videos
 * @param {number} most
 * @returns {number}
 */
export function slotsFor(videos, most) {
  const step = STEPS.find((size) => size >= videos) ?? STEPS.at(-1) ?? 0;
  return Math.min(step, most);
}

/**
 * Puts the loudest first, keeping who spoke before.
 *
 * @param {string[]} spoke
 * @param {string[]} speakers
 * @returns {string[]}
 */
export function rememberSpeakers(spoke, speakers) {
  return [...speakers, ...spoke.filter((id) => !speakers.includes(id))].slice(0, 100);
}

/**
 * Whether somebody cannot be heard now.
 *
 * @param {ParticipantInfo} person
 * @returns {boolean}
 */
export function isSilent(person) {
  return !person.tracks.some(({ kind, source, muted }) => kind === 'audio' && source !== 'screenAudio' && !muted);
}

/**
 * When somebody raised a hand that is still up.
 *
 * @param {ParticipantInfo} person
 * @returns {number | null} epoch milliseconds
 */
export function handOf(person) {
  const hand = person.metadata?.hand;
  return typeof hand === 'number' && Number.isFinite(hand) ? hand : null;
}

/**
 * The order of the list of people: raised hands first, in the order in which they went up.
 *
 * @param {ParticipantInfo[]} people
 * @returns {ParticipantInfo[]}
 */
export function handsFirst(people) {
  /** @param {ParticipantInfo} person */
  const rank = (person) => handOf(person) ?? Infinity;
  return [...people].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
}
