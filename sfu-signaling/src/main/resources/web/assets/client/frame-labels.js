/**
 * Which person does the frame on the screen belong to? Events cannot tell: they travel on another
 * connection than the media and arrive earlier or later. Each packet carries its track's number as
 * its only contributing source (CSRC), so the answer is read off the frame itself.
 */

/** @typedef {{source: number, rtpTimestamp: number, timestamp: number}} ContributingSource */

/**
 * The number that a displayed frame carries. Browsers list, for each number heard in the last ten
 * seconds, the last frame that carried it; RTP timestamps of a slot never go backwards, so the frame
 * belongs to the number whose last frame is the first one not older than it.
 *
 * Firefox brings its list up to date a little after the frame is displayed. A frame newer than the
 * whole list then counts as the newest number's if the slot is bound to that one, else as nobody's:
 * a switch is under way.
 *
 * @param {ContributingSource[]} sources
 * @param {number | undefined} rtpTimestamp the displayed frame's; unknown means the newest one
 * @param {number | null} bound number of the track that the slot is bound to
 * @returns {number | null}
 */
export function csrcOfFrame(sources, rtpTimestamp, bound) {
  /** @type {ContributingSource | null} */
  let newest = null;
  /** @type {ContributingSource | null} */
  let best = null;
  for (const source of sources) {
    if (!newest || isOlder(newest.rtpTimestamp, source.rtpTimestamp)) newest = source;
    if (rtpTimestamp === undefined || isOlder(source.rtpTimestamp, rtpTimestamp)) continue;
    if (!best || isOlder(source.rtpTimestamp, best.rtpTimestamp)) best = source;
  }
  if (best) return best.source;
  if (!newest) return null;
  return rtpTimestamp === undefined || newest.source === bound ? newest.source : null;
}

/**
 * @param {number} one
 * @param {number} other
 * @returns {boolean} whether the first RTP timestamp is older: 32 bits that wrap (RFC 3550 §5.1)
 */
function isOlder(one, other) {
  return ((one - other) | 0) < 0;
}

/**
 * Calls back for each frame that a video element displays.
 *
 * @param {HTMLVideoElement} video
 * @param {(rtpTimestamp: number | undefined) => void} onFrame
 * @returns {() => void} stops
 */
export function watchFrames(video, onFrame) {
  let stopped = false;
  if (!('requestVideoFrameCallback' in video)) {
    const element = /** @type {HTMLVideoElement} */ (video);
    const timer = setInterval(() => {
      if (element.readyState >= 2 && !element.paused) onFrame(undefined);
    }, 100);
    return () => clearInterval(timer);
  }
  /** @type {VideoFrameRequestCallback} */
  const callback = (_now, metadata) => {
    if (stopped) return;
    handle = video.requestVideoFrameCallback(callback);
    onFrame(metadata.rtpTimestamp);
  };
  let handle = video.requestVideoFrameCallback(callback);
  return () => {
    stopped = true;
    video.cancelVideoFrameCallback(handle);
  };
}

/**
 * The contributing sources of a receiver, none where the browser does not know them.
 *
 * @param {RTCRtpReceiver | undefined} receiver
 * @returns {ContributingSource[]}
 */
export function sourcesOf(receiver) {
  return receiver?.getContributingSources?.() ?? [];
}
