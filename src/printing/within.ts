/** What a promise gives, or `late` where it takes longer; the promise itself goes on. */
export function within<Given, Late>(
  promise: Promise<Given>,
  milliseconds: number,
  late: Late,
): Promise<Given | Late> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const ended = new Promise<Late>(resolve => {
    timer = setTimeout(() => resolve(late), milliseconds)
  })
  return Promise.race([promise, ended]).finally(() => clearTimeout(timer))
}
