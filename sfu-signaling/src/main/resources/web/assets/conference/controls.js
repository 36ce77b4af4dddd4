import { h, icon, showToggle, toggleButton } from '../ui/dom.js';
import { menuButton } from '../ui/menu.js';
import { preferences } from '../ui/preferences.js';
import { REACTIONS } from './reactions.js';
import { Speakers } from './speakers.js';

/** @typedef {import('../media/local-media.js').LocalMedia} LocalMedia */
/** @typedef {import('../media/problems.js').DeviceKind} DeviceKind */
/** @typedef {import('../ui/menu.js').MenuSection} MenuSection */

/**
 * What the bar shows.
 * @typedef {object} ControlsState
 * @property {boolean} microphone
 * @property {boolean} camera
 * @property {boolean} sharing
 * @property {boolean} canShare
 * @property {boolean} canWrite
 * @property {boolean} hand
 * @property {number} people
 * @property {number} unread
 * @property {string | null} panel which panel is open
 */

/**
 * The bar at the bottom.
 *
 * @param {object} options
 * @param {LocalMedia} options.media
 * @param {() => Speakers} options.speakers
 * @param {() => MenuSection[]} options.more
 * @param {(kind: DeviceKind) => void} options.onToggle
 * @param {() => void} options.onShare
 * @param {() => void} options.onHand
 * @param {(emoji: string) => void} options.onReaction
 * @param {(panel: 'people' | 'chat') => void} options.onPanel
 * @param {() => void} options.onLeave
 */
export function createControls({ media, speakers, more, onToggle, onShare, onHand, onReaction, onPanel, onLeave }) {
  const microphone = toggleButton({
    on: 'mic',
    off: 'mic-off',
    testId: 'toggle-microphone',
    onclick: () => onToggle('microphone'),
  });
  const camera = toggleButton({
    on: 'camera',
    off: 'camera-off',
    testId: 'toggle-camera',
    onclick: () => onToggle('camera'),
  });
  const share = actionButton('screen', 'share-screen', 'action-share', onShare);
  const hand = actionButton('hand', 'raise-hand', '', onHand);
  const badge = h('span', { class: 'badge', 'data-testid': 'chat-unread', hidden: true, 'aria-hidden': 'true' });
  const chat = actionButton('chat', 'chat-toggle', '', () => onPanel('chat'));
  chat.setAttribute('aria-controls', 'chat');
  chat.append(badge);
  const count = h('span', { class: 'count', 'data-testid': 'people-count' });
  const people = actionButton('people', 'people-toggle', 'toggle-people', () => onPanel('people'));
  people.setAttribute('aria-controls', 'people');
  people.append(count);
  const reactions = menuButton({
    label: 'Send a reaction',
    testId: 'reactions',
    symbol: 'smile',
    look: 'toggle action',
    menuLook: 'menu-reactions',
    sections: () => [
      {
        title: 'Reactions',
        choices: REACTIONS.map(([label, words]) => ({ label, words, onchoose: () => onReaction(label) })),
      },
    ],
  });
  reactions.classList.add('action-reactions');
  const leave = h(
    'button',
    { class: 'leave', type: 'button', 'aria-label': 'Leave', title: 'Leave', 'data-testid': 'leave', onclick: onLeave },
    icon('leave'),
    h('span', { class: 'leave-text', text: 'Leave' }),
  );
  const element = h(
    'div',
    { class: 'controls', role: 'group', 'aria-label': 'Call controls' },
    h(
      'div',
      { class: 'control-pair' },
      microphone,
      menuButton({
        label: 'Choose microphone and speaker',
        testId: 'microphone-menu',
        sections: () => [deviceSection(media, 'microphone', 'Microphone'), ...speakerSections(media, speakers)],
      }),
    ),
    h(
      'div',
      { class: 'control-pair' },
      camera,
      menuButton({
        label: 'Choose camera',
        testId: 'camera-menu',
        sections: () => [deviceSection(media, 'camera', 'Camera')],
      }),
    ),
    share,
    hand,
    reactions,
    chat,
    people,
    menuButton({ label: 'More', testId: 'more-menu', symbol: 'more', look: 'toggle action', sections: more }),
    leave,
  );
  return {
    element,
    /** @param {ControlsState} state */
    show(state) {
      showToggle(microphone, state.microphone, state.microphone ? 'Mute (M)' : 'Unmute (M)');
      showToggle(camera, state.camera, state.camera ? 'Turn camera off (V)' : 'Turn camera on (V)');
      share.hidden = !state.canShare;
      reactions.hidden = !state.canWrite;
      showAction(share, state.sharing, state.sharing ? 'Stop sharing your screen (D)' : 'Share your screen (D)', 'aria-pressed');
      showAction(hand, state.hand, state.hand ? 'Lower your hand (H)' : 'Raise your hand (H)', 'aria-pressed');
      const news = state.unread > 0 ? `Chat, ${state.unread} unread (T)` : 'Chat (T)';
      showAction(chat, state.panel === 'chat', news, 'aria-expanded');
      badge.hidden = state.unread === 0;
      badge.textContent = state.unread > 99 ? '99+' : String(state.unread);
      showAction(people, state.panel === 'people', `People, ${state.people} (P)`, 'aria-expanded');
      count.textContent = String(state.people);
    },
  };
}

/**
 * @param {string} symbol
 * @param {string} testId
 * @param {string} look further class
 * @param {() => void} onclick
 * @returns {HTMLButtonElement}
 */
function actionButton(symbol, testId, look, onclick) {
  return h('button', { class: `toggle action ${look}`.trim(), type: 'button', 'data-testid': testId, onclick }, icon(symbol));
}

/**
 * @param {HTMLButtonElement} button
 * @param {boolean} active
 * @param {string} label
 * @param {'aria-pressed' | 'aria-expanded'} attribute
 */
function showAction(button, active, label, attribute) {
  button.setAttribute(attribute, String(active));
  button.dataset.active = String(active);
  if (button.title === label) return;
  button.setAttribute('aria-label', label);
  button.title = label;
}

/**
 * @param {LocalMedia} media
 * @param {DeviceKind} kind
 * @param {string} title
 * @returns {MenuSection}
 */
function deviceSection(media, kind, title) {
  const devices = kind === 'camera' ? media.devices.cameras : media.devices.microphones;
  const used = media[kind]?.getSettings().deviceId ?? preferences()[kind];
  return {
    title: devices.length > 0 ? title : `No ${kind} found`,
    choices: devices.map((device, index) => ({
      label: device.label || `${title} ${index + 1}`,
      chosen: device.deviceId === used,
      onchoose: () => void media.use(kind, device.deviceId),
    })),
  };
}

/**
 * @param {LocalMedia} media
 * @param {() => Speakers} speakers
 * @returns {MenuSection[]}
 */
function speakerSections(media, speakers) {
  if (!Speakers.selectable || media.devices.speakers.length === 0) return [];
  const used = preferences().speaker ?? 'default';
  return [
    {
      title: 'Speaker',
      choices: media.devices.speakers.map((device, index) => ({
        label: device.label || `Speaker ${index + 1}`,
        chosen: device.deviceId === used,
        onchoose: () => void speakers().use(device.deviceId),
      })),
    },
  ];
}
