import { LIMBS, NUMBER } from './modular'
import { address, behind, call, get, load, store, type Code } from './wasm'

/** Where a module has these operations, among its functions. */
interface Places {
  multiply: number
  subtract: number
}

/**
 * Adds to the point at the first address the one at the second, of which 1 over the difference of
 * both x is at the third; that one is written over. In one function, as going in and out of
 * WebAssembly takes as long as half a product. There must be room for two numbers at `room`.
 */
export function pointAddition(places: Places, room: number): Code {
  const multiply = (...given: readonly [Code, Code, Code]) => call(places.multiply, ...given)
  const subtract = (...given: readonly [Code, Code, Code]) => call(places.subtract, ...given)
  const yOf = (point: Code) => behind(point, NUMBER)
  const [sum, added, slope] = [get(0), get(1), get(2)]
  const [x, y] = [address(room), address(room + NUMBER)]
  const code = [
    ...subtract(y, yOf(added), yOf(sum)),
    ...multiply(slope, slope, y),
    ...multiply(x, slope, slope),
    ...subtract(x, x, sum),
    ...subtract(x, x, added),
    ...subtract(y, sum, x),
    ...multiply(y, slope, y),
    ...subtract(yOf(sum), y, yOf(sum)),
  ]
  for (let at = 0; at < LIMBS; at += 1) code.push(...store(sum, at, load(x, at)))
  return code
}
