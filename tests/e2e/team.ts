import { expect, type Page } from '@playwright/test'
import { openDemo } from './support'

export const OWNER = { name: 'Anne', pin: '739128' }
export const CASHIER = { name: 'Léo', pin: '582041' }

export const key = (page: Page, digit: string) => page.getByTestId(`key-${digit}`)
export const chip = (page: Page) => page.getByTestId('current-user')
export const lockScreen = (page: Page) => page.getByTestId('lock-screen')

export async function tapPin(page: Page, pin: string): Promise<void> {
  for (const digit of pin) await key(page, digit).click()
  await page.getByTestId('pin-enter').click()
}

export async function choosePin(page: Page, pin: string): Promise<void> {
  await tapPin(page, pin)
  await tapPin(page, pin)
}

/** Adds the owner first; returns the recovery code, which is shown only this once. */
export async function nameOwner(page: Page): Promise<string> {
  await page.goto('/#/config/equipe')
  await page.getByTestId('member-add').click()
  await page.getByTestId('member-name').fill(OWNER.name)
  await page.getByTestId('member-next').click()
  await choosePin(page, OWNER.pin)
  const code = await page.getByTestId('recovery-code').textContent()
  await page.getByTestId('recovery-noted').click()
  await expect(chip(page)).toContainText(OWNER.name)
  return code ?? ''
}

export async function nameCashier(page: Page): Promise<void> {
  await page.getByTestId('member-add').click()
  await page.getByTestId('member-name').fill(CASHIER.name)
  await page.getByTestId('role-cashier').check({ force: true })
  await page.getByTestId('member-next').click()
  await choosePin(page, CASHIER.pin)
  await expect(page.getByTestId(`member-${CASHIER.name}`)).toBeVisible()
}

export async function openDemoWithTeam(page: Page): Promise<string> {
  await openDemo(page)
  const code = await nameOwner(page)
  await nameCashier(page)
  return code
}

export async function switchTo(page: Page, { name, pin }: typeof OWNER): Promise<void> {
  await chip(page).click()
  const person = page.getByTestId(`person-${name}`)
  const pad = page.getByTestId('pin-enter')
  await expect(person.or(pad)).toBeVisible()
  if (await person.isVisible()) await person.click()
  await tapPin(page, pin)
  await expect(chip(page)).toContainText(name)
}

export async function enterAt(page: Page, { name, pin }: typeof OWNER): Promise<void> {
  await page.getByTestId(`person-${name}`).click()
  await tapPin(page, pin)
}
