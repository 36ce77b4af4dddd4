/**
 * Why a device cannot be used, for people.
 * @typedef {object} Problem
 * @property {string} code
 * @property {string} title
 * @property {string} advice
 */

/** @typedef {'camera' | 'microphone'} DeviceKind */

/**
 * Says what an exception of getUserMedia means and what to do about it.
 *
 * @param {unknown} error
 * @param {DeviceKind | 'both'} kind
 * @returns {Problem}
 */
export function describeProblem(error, kind) {
  const what = kind === 'both' ? 'camera and microphone' : kind;
  const name = error instanceof DOMException || error instanceof Error ? error.name : '';
  const detail = error instanceof Error ? error.message : '';
  switch (name) {
    case 'NotAllowedError':
      if (/system/i.test(detail)) {
        return {
          code: 'blocked-by-system',
          title: `Your system blocks the ${what}`,
          advice: 'Allow this browser to use it in the privacy settings of your system, then reload.',
        };
      }
      return {
        code: 'permission-denied',
        title: `Access to your ${what} is blocked`,
        advice: 'Click the icon beside the address to allow it, then try again. You can also join without.',
      };
    case 'NotFoundError':
    case 'OverconstrainedError':
      return {
        code: 'no-device',
        title: `No ${what} found`,
        advice: 'Plug one in and it appears here, or join without.',
      };
    case 'NotReadableError':
    case 'AbortError':
      return {
        code: 'device-busy',
        title: `Your ${what} is in use elsewhere`,
        advice: 'Close the other application that uses it, then try again.',
      };
    case 'SecurityError':
    case 'TypeError':
      return insecure(what);
    default:
      return {
        code: 'unknown',
        title: `Your ${what} does not start`,
        advice: detail || 'Try another device, or reload the page.',
      };
  }
}

/**
 * @param {string} what
 * @returns {Problem}
 */
function insecure(what) {
  return {
    code: 'insecure',
    title: `Browsers give no ${what} to insecure pages`,
    advice: 'Open this page over https:// or on localhost.',
  };
}

/**
 * What keeps this browser from calls altogether.
 *
 * @returns {Problem | null}
 */
export function browserProblem() {
  if (typeof RTCPeerConnection !== 'function' || typeof WebSocket !== 'function') {
    return {
      code: 'unsupported',
      title: 'This browser cannot make calls',
      advice: 'Use a current Chrome, Edge, Firefox or Safari, with WebRTC switched on.',
    };
  }
  if (!navigator.mediaDevices?.getUserMedia) return insecure('camera or microphone');
  return null;
}
