/** Measures how loud a microphone is, also while it is muted for everybody else. */
export class LevelMeter {
  #context;
  #analyser;
  #samples;
  #track;
  #timer;

  /**
   * @param {MediaStreamTrack} microphone
   * @param {(level: number) => void} onLevel 0 to 1, ten times a second
   */
  constructor(microphone, onLevel) {
    // A clone of its own: muting the published track must not silence the meter.
    this.#track = microphone.clone();
    this.#track.enabled = true;
    this.#context = new AudioContext();
    this.#analyser = this.#context.createAnalyser();
    this.#analyser.fftSize = 512;
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#context.createMediaStreamSource(new MediaStream([this.#track])).connect(this.#analyser);
    this.#context.resume().catch(() => {});
    this.#timer = setInterval(() => onLevel(this.#level()), 100);
  }

  close() {
    clearInterval(this.#timer);
    this.#track.stop();
    this.#context.close().catch(() => {});
  }

  /** @returns {number} */
  #level() {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    return loudness(Math.sqrt(sum / this.#samples.length));
  }
}

/**
 * Puts an amplitude on the scale that ears use: −55 dB is nothing, −10 dB is full.
 *
 * @param {number} rootMeanSquare
 * @returns {number} 0 to 1
 */
export function loudness(rootMeanSquare) {
  if (rootMeanSquare <= 0) return 0;
  return Math.min(1, Math.max(0, (20 * Math.log10(rootMeanSquare) + 55) / 45));
}
