import { afterEach, describe, expect, it, vi } from 'vitest'
import { deviceShare, mailAddress } from '@/screens/documents/shareText'

const letter = { title: 'Clôture & sceau', text: 'une ligne\nCOMPTOIR-ANCHOR/1 A' }

afterEach(() => vi.unstubAllGlobals())

describe('sharing a text', () => {
  it('is left out where the device cannot', () => {
    vi.stubGlobal('navigator', {})
    expect(deviceShare()).toBeUndefined()
  })

  it('hands it to the device, and is no fault when no app is chosen', async () => {
    const share = vi.fn().mockRejectedValue(new DOMException('closed', 'AbortError'))
    vi.stubGlobal('navigator', { share })
    await deviceShare()?.(letter)
    expect(share).toHaveBeenCalledWith(letter)
  })

  it('does not hide what the device refuses', async () => {
    const refused = new DOMException('no', 'NotAllowedError')
    vi.stubGlobal('navigator', { share: vi.fn().mockRejectedValue(refused) })
    await expect(deviceShare()?.(letter)).rejects.toBe(refused)
  })

  it('by mail keeps every line, whatever its letters', () => {
    const address = new URL(mailAddress('anne@boutique.example', letter))
    expect(address.pathname).toBe('anne@boutique.example')
    expect(address.searchParams.get('subject')).toBe(letter.title)
    expect(address.searchParams.get('body')).toBe(letter.text.replace('\n', '\r\n'))
    expect(mailAddress('a@b.fr?cc=c@d.fr', letter)).not.toContain('?cc=')
  })
})
