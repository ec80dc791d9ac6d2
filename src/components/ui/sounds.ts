/** Sounds that the till makes. */
export type SoundName = 'ok' | 'unknown' | 'refused'

interface Tone {
  hertz: number
  fromMs: number
  lastsMs: number
  /** A plain tone sounds like success, a rough one like failure. */
  wave: OscillatorType
}

const TONES: Record<SoundName, readonly Tone[]> = {
  ok: [{ hertz: 1_660, fromMs: 0, lastsMs: 80, wave: 'sine' }],
  unknown: [
    { hertz: 620, fromMs: 0, lastsMs: 160, wave: 'triangle' },
    { hertz: 390, fromMs: 170, lastsMs: 260, wave: 'triangle' },
  ],
  refused: [
    { hertz: 240, fromMs: 0, lastsMs: 110, wave: 'square' },
    { hertz: 240, fromMs: 150, lastsMs: 110, wave: 'square' },
  ],
}
/** Square waves are louder than sines. */
const LOUDEST = { sine: 0.5, triangle: 0.5, square: 0.16, sawtooth: 0.16, custom: 0.5 } as const
const FADE_S = 0.008

const LONGEST_IDLE_MS = 2_000

let context: AudioContext | undefined

/**
 * Opens the device's sound once the person has touched the page and the page is idle: opening takes
 * as long as several frames, for which the first scan would wait.
 */
export function prepareSound(page: Window): void {
  const touches = ['pointerup', 'keyup'] as const
  const open = () => {
    for (const touch of touches) page.removeEventListener(touch, open)
    const make = () => void (context ??= new AudioContext())
    // Safari has no idle callback.
    if ('requestIdleCallback' in page) page.requestIdleCallback(make, { timeout: LONGEST_IDLE_MS })
    else setTimeout(make, LONGEST_IDLE_MS)
  }
  for (const touch of touches) page.addEventListener(touch, open)
}

/** Plays a sound, `volume` from 0 to 100. A browser that allows no sound yet stays silent. */
export function playSound(name: SoundName, volume: number): void {
  context ??= new AudioContext()
  // Suspended until the person has touched the page, or after the device slept.
  if (context.state === 'suspended') void context.resume()
  for (const tone of TONES[name]) playTone(context, tone, volume / 100)
}

function playTone(
  audio: AudioContext,
  { hertz, fromMs, lastsMs, wave }: Tone,
  share: number,
): void {
  const startAt = audio.currentTime + fromMs / 1000
  const endAt = startAt + lastsMs / 1000
  const oscillator = new OscillatorNode(audio, { type: wave, frequency: hertz })
  const gain = new GainNode(audio, { gain: 0 })
  // Without a rise and a fall, a tone begins and ends with a crack.
  gain.gain.setTargetAtTime(share * LOUDEST[wave], startAt, FADE_S)
  gain.gain.setTargetAtTime(0, endAt - FADE_S, FADE_S)
  oscillator.connect(gain).connect(audio.destination)
  oscillator.start(startAt)
  oscillator.stop(endAt + 5 * FADE_S)
}
