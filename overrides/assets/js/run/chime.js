// @ts-check
/** A calm tone, made on the device; heard only by those who asked for it. */

/** @type {AudioContext | undefined} */
let context;

/** Two soft tones, a second and a half in all. */
export function chime() {
  try {
    context ??= new AudioContext();
    const begins = context.currentTime;
    for (const [place, frequency] of [528, 396].entries()) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0, begins + place * 0.35);
      volume.gain.linearRampToValueAtTime(0.12, begins + place * 0.35 + 0.04);
      volume.gain.exponentialRampToValueAtTime(0.0001, begins + place * 0.35 + 1.2);
      tone.connect(volume).connect(context.destination);
      tone.start(begins + place * 0.35);
      tone.stop(begins + place * 0.35 + 1.25);
    }
  } catch {
    // A device without sound has none.
  }
}
