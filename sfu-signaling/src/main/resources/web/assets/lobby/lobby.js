import { isRoomName } from '../client/urls.js';
import { deviceSelect } from '../media/device-select.js';
import { brand, h, icon, showToggle, toggleButton } from '../ui/dom.js';
import { hue, initials } from '../ui/people-looks.js';
import { remember } from '../ui/preferences.js';
import { themeButton } from '../ui/theme.js';
import { checkName, checkRoom } from './validation.js';

/** @typedef {import('../media/local-media.js').LocalMedia} LocalMedia */
/** @typedef {import('../media/problems.js').DeviceKind} DeviceKind */
/** @typedef {import('../media/problems.js').Problem} Problem */

const BARS = 9;

/**
 * The lobby: name, room, devices and a preview.
 *
 * @param {object} options
 * @param {LocalMedia} options.media
 * @param {string | null} options.room null lets the person choose
 * @param {string} options.name
 * @param {(choice: {room: string, name: string}) => void} options.onEnter
 * @returns {{element: HTMLElement, dispose: () => void}}
 */
export function createLobby({ media, room, name, onEnter }) {
  const form = createForm({ room, name, onEnter });
  const preview = createPreview(media, form.nameInput);
  const element = h(
    'div',
    { class: 'lobby water', 'data-testid': 'lobby' },
    h('header', { class: 'lobby-top' }, brand(), themeButton()),
    h('main', { class: 'lobby-main' }, preview.element, form.element),
    h(
      'footer',
      { class: 'lobby-foot' },
      'Your camera and microphone stay on this device until you join. ',
      h('a', { href: `/test${location.hash}`, text: 'Test your connection' }),
    ),
  );
  return { element, dispose: preview.dispose };
}

/**
 * @param {object} options
 * @param {string | null} options.room
 * @param {string} options.name
 * @param {(choice: {room: string, name: string}) => void} options.onEnter
 */
function createForm({ room, name, onEnter }) {
  const nameInput = h('input', {
    class: 'input',
    id: 'name',
    'data-testid': 'name',
    value: name,
    autocomplete: 'name',
    maxlength: 80,
    'aria-describedby': 'name-error',
  });
  const roomInput = h('input', {
    class: 'input',
    id: 'room',
    'data-testid': 'room',
    placeholder: 'team-standup',
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    maxlength: 128,
    'aria-describedby': 'room-error',
  });
  const nameError = h('p', { class: 'field-error', id: 'name-error', role: 'alert', hidden: true });
  const roomError = h('p', { class: 'field-error', id: 'room-error', role: 'alert', hidden: true });

  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    const chosenName = nameInput.value.trim();
    const chosenRoom = room ?? roomInput.value.trim().replace(/\s+/gu, '-');
    const nameOk = showError(nameInput, nameError, checkName(chosenName));
    const roomOk = room !== null || showError(roomInput, roomError, checkRoom(chosenRoom));
    if (!nameOk) nameInput.focus();
    else if (!roomOk) roomInput.focus();
    if (!nameOk || !roomOk) return;
    remember({ name: chosenName });
    onEnter({ room: chosenRoom, name: chosenName });
  };

  const watch = h('a', { href: '#', text: 'Watch its live stream instead', 'data-testid': 'watch' });
  const present = h('a', { href: '#', text: 'present to viewers', 'data-testid': 'present' });
  const aside = h('p', { class: 'lobby-aside', hidden: room === null }, watch, ', or ', present, '.');
  const showWatch = () => {
    const chosen = room ?? roomInput.value.trim();
    aside.hidden = !isRoomName(chosen);
    watch.href = `/live/${encodeURIComponent(chosen)}${location.hash}`;
    present.href = `/publish/${encodeURIComponent(chosen)}${location.hash}`;
  };
  roomInput.addEventListener('input', showWatch);
  showWatch();

  const element = h(
    'form',
    { class: 'lobby-form', novalidate: true, onsubmit: submit },
    h(
      'div',
      { class: 'lobby-intro' },
      h('h1', { text: room === null ? 'Talk face to face' : 'Ready to go in?' }),
      room === null
        ? h('p', { text: 'Name a room and go in. Everybody who has its link meets you there, right in the browser.' })
        : h('p', {}, 'You are about to join ', h('span', { class: 'room-name', text: room }), '.'),
    ),
    h('div', { class: 'field' }, h('label', { for: 'name', text: 'Your name' }), nameInput, nameError),
    room === null &&
      h('div', { class: 'field' }, h('label', { for: 'room', text: 'Room' }), roomInput, roomError),
    h('button', { class: 'button button-primary', type: 'submit', 'data-testid': 'join' }, 'Join', icon('arrow')),
    aside,
  );
  return { element, nameInput };
}

/**
 * @param {HTMLInputElement} input
 * @param {HTMLElement} place
 * @param {string | null} error
 * @returns {boolean} whether all is well
 */
function showError(input, place, error) {
  place.hidden = error === null;
  place.textContent = error ?? '';
  input.setAttribute('aria-invalid', String(error !== null));
  return error === null;
}

/**
 * @param {LocalMedia} media
 * @param {HTMLInputElement} nameInput
 */
function createPreview(media, nameInput) {
  const video = h('video', { autoplay: true, playsinline: true, 'data-testid': 'preview' });
  video.muted = true;
  const avatar = h('span', { class: 'avatar' });
  const emptyText = h('span');
  const empty = h('div', { class: 'preview-empty' }, avatar, emptyText);
  const bars = Array.from({ length: BARS }, () => h('i'));
  const level = h(
    'div',
    { class: 'level', role: 'meter', 'aria-label': 'Microphone level', 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': 0 },
    ...bars,
  );
  const microphone = toggleButton({
    on: 'mic',
    off: 'mic-off',
    testId: 'toggle-microphone',
    onclick: () => void media.set('microphone', !isOn('microphone')),
  });
  const camera = toggleButton({
    on: 'camera',
    off: 'camera-off',
    testId: 'toggle-camera',
    onclick: () => void media.set('camera', !isOn('camera')),
  });
  const notices = h('div', { class: 'notices', role: 'status' });
  const cameraSelect = deviceSelect('Camera', 'camera', media);
  const microphoneSelect = deviceSelect('Microphone', 'microphone', media);

  /** @param {DeviceKind} kind */
  const isOn = (kind) => media.wanted[kind] && media[kind] !== null;

  const showName = () => {
    const name = nameInput.value.trim();
    avatar.textContent = name ? initials(name) : '';
    avatar.className = `avatar ${name ? hue(name) : 'hue-0'}`;
    avatar.hidden = name === '';
  };
  const render = () => {
    const stream = media.camera ? new MediaStream([media.camera]) : null;
    if (video.srcObject instanceof MediaStream && video.srcObject.getTracks()[0] === media.camera) {
      // The same picture goes on.
    } else {
      video.srcObject = stream;
    }
    video.hidden = !media.camera;
    empty.hidden = media.camera !== null;
    emptyText.textContent = media.problems.camera ? media.problems.camera.title : 'Your camera is off';
    level.hidden = !isOn('microphone');
    showToggle(microphone, isOn('microphone'), isOn('microphone') ? 'Turn microphone off' : 'Turn microphone on');
    showToggle(camera, isOn('camera'), isOn('camera') ? 'Turn camera off' : 'Turn camera on');
    notices.replaceChildren(...problemsOf(media).map(notice));
  };
  /** @param {{level: number}} event */
  const showLevel = ({ level: loud }) => {
    const lit = Math.round(loud * BARS);
    bars.forEach((bar, index) => bar.classList.toggle('lit', index < lit));
    level.setAttribute('aria-valuenow', String(Math.round(loud * 100)));
  };

  nameInput.addEventListener('input', showName);
  const stops = [media.on('change', render), media.on('level', showLevel)];
  showName();
  render();
  return {
    element: h(
      'section',
      { class: 'preview', 'aria-label': 'Preview' },
      h('div', { class: 'preview-frame' }, video, empty, level, h('div', { class: 'preview-bar' }, microphone, camera)),
      h('div', { class: 'devices' }, cameraSelect.element, microphoneSelect.element),
      notices,
    ),
    dispose: () => {
      stops.forEach((stop) => stop());
      cameraSelect.dispose();
      microphoneSelect.dispose();
      video.srcObject = null;
    },
  };
}

/**
 * @param {LocalMedia} media
 * @returns {Problem[]}
 */
function problemsOf(media) {
  const { camera, microphone } = media.problems;
  if (camera && microphone && camera.code === microphone.code) {
    return [{ ...camera, title: camera.title.replace('camera', 'camera and microphone') }];
  }
  return [microphone, camera].filter((problem) => problem !== null);
}

/**
 * @param {Problem} problem
 * @returns {HTMLElement}
 */
function notice(problem) {
  return h(
    'div',
    { class: 'notice', 'data-testid': 'device-problem', 'data-code': problem.code },
    icon('alert'),
    h('div', {}, h('strong', { text: problem.title }), problem.advice),
  );
}
