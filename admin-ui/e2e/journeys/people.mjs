import assert from 'node:assert/strict'
import { portal } from '../browser.mjs'
import { api, at, button, go, noticed } from '../desk.mjs'
import { say } from '../words.mjs'

export const name = 'an administrator invites, limits, edits a role, shuts somebody out; a chief editor only looks on'

const tick = (page, label) => page.getByRole('checkbox', { name: label, exact: true }).click()
const input = (page, key) => page.locator(`[data-field="${key}"] input`)

export async function run() {
  const { page } = await at('admin@baq.local')
  const id = await invite(page)
  await changeTogether(page, id)
  await editRole(page)
  await shutOut(page)
  await lookOn(id)
}

/** A correspondent for one language and one rubric. */
async function invite(page) {
  const email = `tilshi-${Date.now()}@baq.local`
  await go(page, '/staff')
  await page.getByRole('link', { name: say('users.invite'), exact: true }).click()
  await input(page, 'name').fill('Ұлбосын Әңгімебекқызы')
  await input(page, 'email').fill(email)
  await input(page, 'position').fill('Қоғам бөлімінің тілшісі')
  await tick(page, 'Correspondent')
  await tick(page, 'Қазақ тілі')
  await page.getByText(say('users.limits.everywhere'), { exact: true }).waitFor()
  await page.locator('[data-field=rubrics]').getByRole('checkbox').first().click()
  await page.getByText(say('users.limits.everywhere'), { exact: true }).waitFor({ state: 'hidden' })
  await button(page, 'users.sendInvitation').click()
  await page.waitForURL(/\/admin\/staff\/\d+$/)
  await page.getByText(say('users.state.invited'), { exact: true }).waitFor()

  const id = Number(page.url().match(/\d+$/)[0])
  const user = await api(page, `/users/${id}`)
  assert.deepEqual([user.state, user.roles, user.languages, user.rubrics.length, user.passwordSet], ['invited', ['correspondent'], ['kk'], 1, false])

  await go(page, '/staff?state=invited')
  await page.getByRole('searchbox', { name: say('users.search') }).fill('Әңгімебек')
  await page.waitForURL(/q=/)
  await page.getByRole('link', { name: user.name }).first().waitFor()
  const download = page.waitForEvent('download')
  await button(page, 'users.export').click()
  await page.getByRole('menuitem', { name: 'Қазақша' }).click()
  assert.match((await download).suggestedFilename(), /^staff-[\d-]+-kk\.csv$/)
  return id
}

/** Two administrators' changes of the same person both come through. */
async function changeTogether(page, id) {
  await go(page, `/staff/${id}`)
  await input(page, 'phone').fill('+7 701 555 01 02')
  const user = await api(page, `/users/${id}`)
  const { version, email, name, phone, roles, languages, rubrics } = user
  await api(page, `/users/${id}`, { method: 'PUT', data: { version, email, name, phone, roles, languages, rubrics, position: 'Аға тілші' } })
  await button(page, 'actions.save').click()
  await page.getByText(say('users.met.title')).waitFor()
  assert.equal(await input(page, 'position').inputValue(), 'Аға тілші', 'what the other one saved comes in')
  assert.equal(await input(page, 'phone').inputValue(), '+7 701 555 01 02', 'what was typed stays')
  await button(page, 'actions.save').click()
  await noticed(page, 'states.saved')
  const both = await api(page, `/users/${id}`)
  assert.deepEqual([both.position, both.phone], ['Аға тілші', '+7 701 555 01 02'])

  await input(page, 'phone').fill('+7 000')
  await page.getByRole('link', { name: say('tags.title'), exact: true }).click()
  await page.getByRole('dialog', { name: say('leave.title') }).getByRole('button', { name: say('leave.yes') }).click()
  await page.waitForURL(/\/admin\/tags$/)
}

/** A role of one's own: made, widened, deleted; the built-in ones can't be. */
async function editRole(page) {
  const stamp = Date.now()
  await go(page, '/staff/roles/new')
  await input(page, 'names.kk').fill(`Түнгі редактор ${stamp}`)
  await input(page, 'names.ru').fill(`Ночной редактор ${stamp}`)
  await input(page, 'names.en').fill(`Night editor ${stamp}`)
  assert.equal(await input(page, 'key').inputValue(), `night_editor_${stamp}`)
  await tick(page, say('users.permission.news.read.name'))
  await button(page, 'actions.save').click()
  await page.waitForURL(new RegExp(`/staff/roles/night_editor_${stamp}$`))

  await tick(page, say('users.permission.news.write.name'))
  await page.getByText(say('users.impact.nobody')).waitFor()
  await page.getByText(say('users.impact.gained', { names: say('users.permission.news.write.name') })).waitFor()
  await button(page, 'actions.save').click()
  await page.getByText(say('users.impact.nobody')).waitFor({ state: 'hidden' })
  const made = (await api(page, '/roles')).items.find(role => role.key === `night_editor_${stamp}`)
  assert.deepEqual([made.permissions, made.users, made.builtIn], [['news.read', 'news.write'], 0, false])

  await button(page, 'actions.delete').click()
  await page.getByRole('dialog').getByRole('button', { name: say('actions.delete') }).click()
  await page.waitForURL(/\/staff\/roles$/)
  assert.equal((await api(page, '/roles')).items.some(role => role.key === made.key), false)

  await go(page, '/staff/roles/editor')
  await page.getByText(say('users.roleEditor.keepBuiltIn')).waitFor()
  await go(page, '/staff/roles/administrator')
  await page.getByText(say('users.readOnly.administrator')).waitFor()
  assert.equal(await page.getByRole('checkbox', { disabled: false }).count(), 0)
}

/** Somebody's open panel is of no use a second after they were disabled. */
async function shutOut(page) {
  await letIn(page)
  const other = await at('photo@baq.local')
  await go(other.page, '/tags')
  const asks = async () => (await other.page.request.get(`${portal}/api/admin/v1/session`)).status()
  assert.equal(await asks(), 200)

  await go(page, '/staff?q=photo@baq.local')
  await page.getByRole('link', { name: 'Руслан Темірхан' }).click()
  await page.getByRole('heading', { name: say('users.access.title') }).waitFor()
  await button(page, 'users.access.disable.go').click()
  const done = page.waitForResponse(answer => answer.url().endsWith('/disable'))
  await page.getByRole('dialog').getByRole('button', { name: say('users.access.disable.go') }).click()
  assert.equal((await done).status(), 200)
  const begun = Date.now()
  while (await asks() !== 401) assert.ok(Date.now() - begun < 1000, 'shut out within a second')
  await other.page.getByRole('link', { name: say('authors.title'), exact: true }).click()
  await other.page.getByRole('dialog', { name: say('accounts.again.title') }).waitFor()

  const main = page.getByRole('main')
  await main.getByText(say('users.state.disabled'), { exact: true }).waitFor()
  await page.getByText(say('users.sessions.noneOf')).waitFor()
  await button(page, 'users.access.enable.go').click()
  await main.getByText(say('users.state.active'), { exact: true }).waitFor()
  await at('photo@baq.local')
}

/** A journey that broke off may have left them outside. */
async function letIn(page) {
  const [user] = (await api(page, '/users?q=photo@baq.local')).items
  if (user.state === 'disabled') await api(page, `/users/${user.id}/enable`, { method: 'POST', data: { version: user.version } })
}

/** A chief editor sees people and roles, and is told why nothing can be changed. */
async function lookOn(id) {
  const { page } = await at('chief@baq.local')
  await go(page, '/staff')
  await page.getByRole('link', { name: 'Руслан Темірхан' }).waitFor()
  assert.equal(await page.getByRole('link', { name: say('users.invite'), exact: true }).count(), 0)
  assert.equal(await page.getByRole('link', { name: say('apiKeys.title') }).count(), 0)
  await go(page, `/staff/${id}`)
  await page.getByText(say('users.readOnly.role')).waitFor()
  assert.ok(await input(page, 'name').isDisabled())
  assert.equal(await page.getByRole('checkbox', { disabled: false }).count(), 0)
  assert.equal(await button(page, 'actions.save').count(), 0)
  await go(page, '/staff/roles/editor')
  await page.getByText(say('users.readOnly.roles')).waitFor()
  for (const closed of ['/staff/new', '/staff/roles/new', '/staff/credentials', '/api-keys']) {
    await go(page, closed)
    await page.getByText(say('states.forbiddenText')).waitFor()
  }
}
