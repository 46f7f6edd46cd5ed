// People of the journeys' own, so that their second factors and passwords are in nobody's way.
import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { browser } from './browser.mjs'
import { data, sql } from './database.mjs'
import { api, at, button, fillLogin, go } from './desk.mjs'
import { say } from './words.mjs'

/** The link in the newest letter to somebody, once it is not `before`'s. */
export async function letterTo(email, before = '') {
  const folder = join(data, 'mail')
  for (let tries = 0; tries < 150; tries++) {
    const letters = names(folder).filter(name => name.endsWith(` ${email}.txt`)).sort()
    const link = letters.length ? /\S+\/admin\/link#\S+/.exec(readFileSync(join(folder, letters.at(-1)), 'utf8'))?.[0] : undefined
    if (link && link !== before) return link
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  throw new Error(`no letter to ${email} in ${folder}`)
}

function names(folder) {
  try {
    return readdirSync(folder)
  } catch {
    return [] // made with the first letter
  }
}

/** Has the administrator invite somebody; returns the e-mail and the invitation's link. */
export async function invited(roles = ['correspondent']) {
  const email = `jana-${Date.now()}@baq.local`
  const { page, context } = await at('admin@baq.local')
  await api(page, '/users', { method: 'POST', data: { email, name: 'Жаңа Қызметкер', roles } })
  await context.close()
  return { email, link: await letterTo(email) }
}

/** Chooses a password on the page of a link. */
export async function choosePassword(page, link, word) {
  await page.goto(link)
  await page.locator('input[name=password]').fill(word)
  await button(page, 'accounts.link.save').click()
}

/** Somebody new with a password, logged in. */
export async function newcomer(roles) {
  const { email, link } = await invited(roles)
  const word = `жаңа адам ${email} сөзі`.replace('@baq.local', ' қоңыр күз')
  const one = await browser()
  await go(one.page, '/login?lang=en')
  await choosePassword(one.page, link, word)
  await one.page.waitForURL(/\/admin\/login/)
  await fillLogin(one.page, email, word)
  await one.page.waitForURL(url => !url.pathname.includes('/login'))
  return { ...one, email, word }
}

export async function logOut(page) {
  await page.getByRole('button', { name: new RegExp(`${say('shell.user', { name: '' })}$`) }).click()
  await page.getByRole('menuitem', { name: say('accounts.logout') }).click()
  await page.waitForURL(/\/admin\/login/)
}

/** The code that an authenticator app shows (RFC 6238), of so many steps of 30 s from now; never at the very end of a step. */
export async function totp(secret, steps = 0) {
  const left = 30_000 - Date.now() % 30_000
  if (left < 4000) await new Promise(resolve => setTimeout(resolve, left))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const at = mac[19] & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

function fromBase32(text) {
  const bits = [...text].map(letter => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)))
}

/** Lets somebody's proof of who is at the keyboard grow old: a journey can't wait for a quarter of an hour. */
export function forgetProofs(email) {
  sql(`UPDATE sessions SET confirmed_at = now() - interval '1 hour' WHERE user_id = (SELECT id FROM users WHERE email = '${email}')`)
}

/** A browser with an authenticator in it that makes and uses passkeys without asking. */
export async function authenticator(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true }
  })
  const count = async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length
  const verifies = isUserVerified => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
  return { count, verifies }
}
