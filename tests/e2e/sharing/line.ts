import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The way from a browser to all servers, which can be cut: what is beside the browser it reaches. */
export interface Line {
  /** Address of the proxy that the browser is to use. */
  proxy: string
  cut: () => void
  close: () => Promise<void>
}

/** A proxy of plain HTTP. Chromium's own switch for having no network cuts WebRTC, too. */
export async function openLine(): Promise<Line> {
  let isCut = false
  const server = createServer((asked, answer) => {
    if (isCut) return void asked.socket.destroy()
    const { method, headers, url = '' } = asked
    const passed = request(url, { method, headers }, heard => {
      answer.writeHead(heard.statusCode ?? 502, heard.headers)
      heard.pipe(answer)
    })
    passed.on('error', () => answer.destroy())
    asked.pipe(passed)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    proxy: `http://127.0.0.1:${port}`,
    cut() {
      isCut = true
      server.closeAllConnections()
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
