/** Two soft strokes of a desk bell: hertz, and seconds after the first. */
const STROKES = [
  [1318.5, 0],
  [1046.5, 0.28],
] as const;
const LOUDNESS = 0.18;
const FADES_S = 0.9;

let speaker: AudioContext | null = null;

/** Rings once. A browser that was never touched stays silent: the badge and the list are there, too. */
export function ring() {
  speaker ??= new AudioContext();
  const context = speaker;
  void context
    .resume()
    .then(() => STROKES.forEach(([pitch, after]) => strike(context, pitch, context.currentTime + after)))
    .catch(() => undefined);
}

function strike(context: AudioContext, pitch: number, at: number) {
  const [tone, volume] = [context.createOscillator(), context.createGain()];
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(LOUDNESS, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + FADES_S);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + FADES_S);
}
