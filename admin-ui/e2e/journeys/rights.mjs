import assert from 'node:assert/strict'
import { at, button, column, draft, field, go, menu, publish, title, unpublish } from '../desk.mjs'
import { say } from '../words.mjs'

export const name = 'a correspondent writes, and is shown no door that is closed to them'

export async function run() {
  const { page } = await at('correspondent@baq.local')
  await draft(page, 'kk', `Тілшінің қаралама мақаласы ${Date.now()}`, ['Мәтін.'])
  const place = column(page, 'kk')
  await button(place, 'actions.save').waitFor()
  assert.equal(await button(place, 'news.step.publish').count(), 0)

  await go(page, '/rubrics')
  await page.getByRole('heading', { name: say('rubrics.title') }).waitFor()
  assert.equal(await button(page, 'rubrics.add').count(), 0)

  const chief = await at('chief@baq.local')
  const id = await draft(chief.page, 'kk', `Бас редактор жариялаған ${Date.now()}`, ['Мәтін.'])
  await publish(column(chief.page, 'kk'))
  await go(page, `/news/${id}`)
  const live = column(page, 'kk')
  await live.getByText(say('problems.news.published_locked')).waitFor()
  assert.ok(await title(live).isDisabled())
  const steps = await menu(page, live)
  assert.equal(await steps.getByRole('menuitem', { name: say('news.step.unpublish') }).count(), 0)
  await page.keyboard.press('Escape')
  assert.ok(await field(live, 'rubricId').locator('button').first().isDisabled())

  await unpublish(chief.page, column(chief.page, 'kk'))

  await go(page, '/nowhere')
  await page.getByText(say('states.missing')).waitFor()
}
