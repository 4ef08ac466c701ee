// From EPUBs to the reports of Ace, in one browser: each line of the input is [epub, folder] as JSON,
// and is answered with "done" when Ace is.
const { createInterface } = require('node:readline')
const ace = require('@daisy/ace-core')
const browser = require('@daisy/ace-axe-runner-puppeteer')

const { launch, close } = browser
const shared = { ...browser, launch: async () => {}, close: async () => {} }
const options = { cwd: process.cwd(), initLogger: true, silent: true }

async function main() {
  await launch()
  for await (const line of createInterface({ input: process.stdin })) {
    const [epub, outdir] = JSON.parse(line)
    try {
      await ace(epub, { ...options, outdir }, shared)
    } catch (error) {
      console.log(error)
    }
    options.initLogger = false
    console.log('done')
  }
  await close()
}

main().then(() => process.exit(0))
