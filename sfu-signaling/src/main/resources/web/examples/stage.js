// What the examples share: a picture to publish without a camera, and a place to show what happens.

/**
 * Where an example shows what it does.
 * @typedef {object} Stage
 * @property {string} room a room of its own
 * @property {string | undefined} token
 * @property {(text: string) => void} log
 * @property {(label: string, stream: MediaStream) => HTMLVideoElement} showVideo
 * @property {(video: HTMLVideoElement) => Promise<void>} firstFrame
 * @property {(ms: number) => Promise<void>} pause
 */

/**
 * A moving picture of one colour.
 *
 * @param {string} color
 * @returns {MediaStreamTrack}
 */
export function movingPicture(color) {
  const canvas = document.createElement('canvas');
  canvas.width = 320;
  canvas.height = 180;
  const context = canvas.getContext('2d');
  let step = 0;
  const draw = () => {
    if (!context) return;
    context.fillStyle = color;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = 'white';
    context.fillRect((step += 4) % canvas.width, 150, 20, 20);
  };
  draw();
  const [track] = canvas.captureStream().getVideoTracks();
  const timer = setInterval(() => (track.readyState === 'ended' ? clearInterval(timer) : draw()), 66);
  return track;
}
