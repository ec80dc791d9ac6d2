import { fail, ok, type CameraError, type Result } from '@/core/errors'

/** A camera that is filming. */
export interface Camera {
  stream: MediaStream
  hasTorch: boolean
  setTorch(isOn: boolean): Promise<void>
  close(): void
}

/** The torch exists in browsers and is missing in TypeScript's types. */
interface TorchCapabilities extends MediaTrackCapabilities {
  torch?: boolean
}
interface TorchConstraints extends MediaTrackConstraintSet {
  torch?: boolean
}

/**
 * Opens the camera at the back of the device, or the only one; the browser may ask for permission.
 */
export async function openCamera(): Promise<Result<Camera, CameraError>> {
  // Browsers give a camera only to a page from https or from this device.
  if (!window.isSecureContext || !('mediaDevices' in navigator)) {
    return fail({ code: 'camera-insecure' })
  }
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
    })
    return ok(cameraOf(stream))
  } catch (error) {
    return fail(cameraErrorOf(error))
  }
}

function cameraOf(stream: MediaStream): Camera {
  const [track] = stream.getVideoTracks()
  const capabilities: TorchCapabilities | undefined = track?.getCapabilities?.()
  return {
    stream,
    hasTorch: capabilities?.torch === true,
    async setTorch(isOn) {
      const torch: TorchConstraints = { torch: isOn }
      await track?.applyConstraints({ advanced: [torch] })
    },
    close: () => stream.getTracks().forEach(one => one.stop()),
  }
}

function cameraErrorOf(error: unknown): CameraError {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return { code: 'camera-denied' }
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return { code: 'camera-missing' }
  return { code: 'camera-busy' }
}
