// Draws the demo shop's pictures: `node src/demo/artwork/render.mjs`. The pictures are committed,
// so that neither the till nor its tests need a browser to make them.
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { runnerImport } from 'vite'

const at = path => fileURLToPath(new URL(path, import.meta.url))
const load = async path => (await runnerImport(at(path))).module
const { ARTICLES } = await load('../catalogue/articles.ts')
const { drawPicture } = await load('./shapes.ts')

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage({ viewport: { width: 400, height: 400 } })
await mkdir(at('../pictures'), { recursive: true })

for (const { id, drawing } of ARTICLES) {
  await page.setContent(`<body style="margin:0">${drawPicture(...drawing)}</body>`)
  await writeFile(at(`../pictures/${id}.jpg`), await page.screenshot({ type: 'jpeg', quality: 78 }))
}
await browser.close()
