/** Parts of a screen that the keyboard reaches, marked by `data-keys`. */
export type KeyGroup = 'search' | 'departments' | 'articles' | 'lines'

const STEPS: Record<string, readonly [across: number, down: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}
/** Cost of a distance across the arrow's direction, relative to one along it. */
const ASIDE = 4

/** Focuses a part of the screen: its chosen control, else its first one. */
export function focusGroup(name: KeyGroup): void {
  const group = document.querySelector(`[data-keys="${name}"]`)
  const chosen = group?.querySelector<HTMLElement>('[aria-pressed="true"]')
  const first = group?.querySelector<HTMLElement>('input, button')
  const control = chosen ?? first
  control?.focus()
}

/** Moves the focus within the listening group, to the nearest control in the arrow's direction. */
export function moveByArrow(event: KeyboardEvent): void {
  const { currentTarget: group, target: from } = event
  const step = STEPS[event.key]
  if (!step || !(group instanceof HTMLElement) || !(from instanceof HTMLElement)) return
  event.preventDefault()
  let nearest: HTMLElement | undefined
  let nearestCost = Infinity
  for (const control of group.querySelectorAll<HTMLElement>('button:not(:disabled)')) {
    const cost = costOf(from, control, step)
    if (cost < nearestCost) [nearest, nearestCost] = [control, cost]
  }
  nearest?.focus()
}

/** Distance of a control in the direction of the arrow; infinite when it is not on that side. */
function costOf(from: Element, to: Element, [across, down]: readonly [number, number]): number {
  const [a, b] = [centreOf(from), centreOf(to)]
  const [x, y] = [b.x - a.x, b.y - a.y]
  const along = x * across + y * down
  const aside = Math.abs(x * down) + Math.abs(y * across)
  return along > 1 ? along + aside * ASIDE : Infinity
}

function centreOf(control: Element): { x: number; y: number } {
  const { left, top, width, height } = control.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}
