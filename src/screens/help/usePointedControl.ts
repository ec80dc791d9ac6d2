import { useRafFn } from '@vueuse/core'
import { shallowRef } from 'vue'
import { controlInReach } from './tourControls'
import type { TourControl } from '@/core/help/tour'

interface Frame {
  x: number
  y: number
  width: number
  height: number
}

/** Between two screens, what was done before may be all that is there for a moment: it is not told. */
const BACK_AFTER_MS = 800
const AROUND_PX = 5

/**
 * Follows, frame by frame, the first of these controls in reach: screens change and scroll. What
 * comes nearer to the end is pointed at once, what leads back to it only after a while; the control
 * is null where none is in reach.
 */
export function usePointedControl(controls: () => readonly TourControl[]) {
  const control = shallowRef(controlInReach(controls())?.control ?? null)
  const element = shallowRef<HTMLElement | null>(null)
  const frame = shallowRef<Frame | null>(null)
  let seenAt = 0

  useRafFn(({ timestamp }) => {
    const ofStep = controls()
    const found = controlInReach(ofStep)
    const isBack = control.value !== null && isLater(ofStep, found?.control, control.value)
    if (!isBack) seenAt = timestamp
    const isPassing = isBack && timestamp - seenAt < BACK_AFTER_MS
    const pointed = isPassing ? null : found
    if (!isPassing) control.value = pointed?.control ?? null
    element.value = pointed?.element ?? null
    const next = pointed ? frameOf(pointed.element) : null
    if (!isSame(frame.value, next)) frame.value = next
  })

  return { control, element, frame }
}

/** Whether a control, or none, comes after another in the list; one of another step has no place. */
function isLater(
  ofStep: readonly TourControl[],
  one: TourControl | undefined,
  other: TourControl,
): boolean {
  if (one === undefined) return ofStep.length > 0
  return ofStep.includes(other) && ofStep.indexOf(one) > ofStep.indexOf(other)
}

/** Around a control, so that nothing of it is covered; within the screen. */
function frameOf(element: HTMLElement): Frame {
  const { left, top, right, bottom } = element.getBoundingClientRect()
  const [x, y] = [Math.max(0, left - AROUND_PX), Math.max(0, top - AROUND_PX)]
  const { clientWidth, clientHeight } = document.documentElement
  return {
    x,
    y,
    width: Math.min(clientWidth, right + AROUND_PX) - x,
    height: Math.min(clientHeight, bottom + AROUND_PX) - y,
  }
}

const isSame = (one: Frame | null, other: Frame | null) =>
  one?.x === other?.x &&
  one?.y === other?.y &&
  one?.width === other?.width &&
  one?.height === other?.height
