import { onScopeDispose, shallowRef, watch } from 'vue'
import { feedFrame, NOTHING_IN_FRAME } from '@/core/scanning/inFrame'
import type { CameraError } from '@/core/errors'
import { openReader } from '@/scanning/openReader'
import { openCamera, type Camera } from '@/scanning/camera'

const BETWEEN_PICTURES_MS = 80
/** One picture may be unreadable, as when the camera turns; a reader that fails so often is gone. */
const MOST_FAILURES = 5

/**
 * A camera that reads codes as long as the component is mounted: each code once, until it has left
 * the picture.
 */
export function useCamera(onCode: (text: string) => void) {
  const camera = shallowRef<Camera | null>(null)
  const problem = shallowRef<CameraError | null>(null)
  const video = shallowRef<HTMLVideoElement | null>(null)
  const isTorchOn = shallowRef(false)
  let isClosed = false

  async function start(): Promise<void> {
    const [opened, reader] = await Promise.all([openCamera(), openReader()])
    const close = () => {
      if (opened.ok) opened.value.close()
      if (reader.ok) reader.value.close()
    }
    if (!opened.ok || !reader.ok || isClosed) {
      close()
      problem.value = !opened.ok ? opened.error : !reader.ok ? reader.error : null
      return
    }
    camera.value = opened.value
    try {
      await watchFor(reader.value)
    } catch (error) {
      problem.value = { code: 'camera-reader-missing', detail: String(error) }
    } finally {
      close()
    }
  }

  async function watchFor(reader: { read(video: HTMLVideoElement): Promise<string[]> }) {
    let inFrame = NOTHING_IN_FRAME
    let failures = 0
    const read = async (film: HTMLVideoElement): Promise<string[]> => {
      try {
        const codes = await reader.read(film)
        failures = 0
        return codes
      } catch (error) {
        failures += 1
        if (failures > MOST_FAILURES) throw error
        return []
      }
    }
    while (!isClosed) {
      const seen = video.value ? await read(video.value) : []
      const step = feedFrame(inFrame, seen, performance.now())
      inFrame = step.inFrame
      if (!isClosed) step.fresh.forEach(onCode)
      await new Promise(resolve => setTimeout(resolve, BETWEEN_PICTURES_MS))
    }
  }

  watch(isTorchOn, isOn => void camera.value?.setTorch(isOn))
  onScopeDispose(() => (isClosed = true))
  start().catch(reportError)
  return { camera, problem, video, isTorchOn }
}
