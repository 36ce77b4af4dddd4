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
 * @param {ContributingSource[]} sources
 * @param {number | undefined} rtpTimestamp the displayed frame's; unknown means the newest one
 * @returns {number | null}
 */
export function csrcOfFrame(sources, rtpTimestamp) {
  if (rtpTimestamp === undefined) {
    return sources.reduce(newer, /** @type {ContributingSource | null} */ (null))?.source ?? null;
  }
  let best = null;
  let bestDistance = Infinity;
  for (const candidate of sources) {
    const distance = (candidate.rtpTimestamp - rtpTimestamp) | 0; // RFC 3550 §5.1: 32 bits that wrap
    if (distance >= 0 && distance < bestDistance) {
      best = candidate.source;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * @param {ContributingSource | null} best
 * @param {ContributingSource} next
 * @returns {ContributingSource}
 */
function newer(best, next) {
  return best && best.timestamp >= next.timestamp ? best : next;
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
