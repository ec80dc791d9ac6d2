// The few commands of W3C WebDriver that the smoke set needs: each by its way over HTTP, as
// WebKitWebDriver takes it, and by its name in Marionette, as Firefox takes it itself.

export const COMMANDS = {
  go: ['POST', 'url', 'WebDriver:Navigate'],
  find: ['POST', 'elements', 'WebDriver:FindElements'],
  click: ['POST', 'element/:id/click', 'WebDriver:ElementClick'],
  type: ['POST', 'element/:id/value', 'WebDriver:ElementSendKeys'],
  clear: ['POST', 'element/:id/clear', 'WebDriver:ElementClear'],
  run: ['POST', 'execute/async', 'WebDriver:ExecuteAsyncScript'],
  act: ['POST', 'actions', 'WebDriver:PerformActions'],
  release: ['DELETE', 'actions', 'WebDriver:ReleaseActions'],
  patience: ['POST', 'timeouts', 'WebDriver:SetTimeouts'],
  place: ['POST', 'window/rect', 'WebDriver:SetWindowRect'],
  picture: ['GET', 'screenshot', 'WebDriver:TakeScreenshot'],
}

/** A refusal of a browser, by the name that WebDriver gives it. */
export class Refusal extends Error {
  constructor(command, { error, message }) {
    super(`${command}: ${error}: ${message}`)
    this.error = error
  }
}
