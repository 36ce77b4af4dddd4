import { h, icon, showToggle, toggleButton } from '../ui/dom.js';
import { menuButton } from '../ui/menu.js';
import { preferences } from '../ui/preferences.js';
import { Speakers } from './speakers.js';

/** @typedef {import('../media/local-media.js').LocalMedia} LocalMedia */
/** @typedef {import('../media/problems.js').DeviceKind} DeviceKind */
/** @typedef {import('../ui/menu.js').MenuSection} MenuSection */

/**
 * The bar at the bottom: microphone, camera, people, leave.
 *
 * @param {object} options
 * @param {LocalMedia} options.media
 * @param {() => Speakers} options.speakers
 * @param {(kind: DeviceKind) => void} options.onToggle
 * @param {() => void} options.onPeople
 * @param {() => void} options.onLeave
 */
export function createControls({ media, speakers, onToggle, onPeople, onLeave }) {
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
  const count = h('span', { class: 'count', 'data-testid': 'people-count' });
  const people = h(
    'button',
    {
      class: 'toggle toggle-people',
      type: 'button',
      'aria-expanded': 'false',
      'aria-controls': 'people',
      'aria-label': 'People (P)',
      title: 'People (P)',
      'data-testid': 'people-toggle',
      onclick: onPeople,
    },
    icon('people'),
    count,
  );
  const leave = h(
    'button',
    { class: 'leave', type: 'button', 'aria-label': 'Leave', title: 'Leave', 'data-testid': 'leave', onclick: onLeave },
    icon('leave'),
    h('span', { class: 'leave-text', text: 'Leave' }),
  );
  const element = h(
    'div',
    { class: 'controls', role: 'toolbar', 'aria-label': 'Call controls' },
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
    people,
    leave,
  );
  return {
    element,
    /** @param {{microphone: boolean, camera: boolean, people: number, peopleOpen: boolean}} state */
    show(state) {
      showToggle(microphone, state.microphone, state.microphone ? 'Mute (M)' : 'Unmute (M)');
      showToggle(camera, state.camera, state.camera ? 'Turn camera off (V)' : 'Turn camera on (V)');
      count.textContent = String(state.people);
      people.setAttribute('aria-expanded', String(state.peopleOpen));
    },
  };
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
