import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The way from the browser to the till's server, in the torturer's hands. */
export interface Line {
  origin: string
  /** Nothing passes any more. */
  cut: () => void
  /** Requests reach the server, which acts; its answers are lost. */
  loseAnswers: () => void
  mend: () => void
  close: () => Promise<void>
}

/** A line to the server on that port; the address that a browser is given. */
export async function openLine(serverPort: number): Promise<Line> {
  let state: 'whole' | 'cut' | 'answers-lost' = 'whole'
  const server = createServer((asked, answer) => {
    if (state === 'cut') return void asked.socket.destroy()
    const { method, headers, url } = asked
    const passed = request({ port: serverPort, path: url, method, headers }, heard => {
      if (state === 'whole') {
        answer.writeHead(heard.statusCode ?? 502, heard.headers)
        heard.pipe(answer)
        heard.on('error', () => answer.destroy())
        return
      }
      heard.resume().on('end', () => answer.destroy())
    })
    passed.on('error', () => answer.destroy())
    answer.on('close', () => passed.destroy())
    asked.pipe(passed)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://localhost:${port}`,
    cut() {
      state = 'cut'
      server.closeAllConnections()
    },
    loseAnswers: () => (state = 'answers-lost'),
    mend: () => (state = 'whole'),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
