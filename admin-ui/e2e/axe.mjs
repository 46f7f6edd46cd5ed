// What axe has against a screen.
import AxeBuilder from '@axe-core/playwright'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** The violations of WCAG 2.2 AA, or only of some rules, on the page as it stands, said to be at `place`. */
export async function axe(page, place, rules) {
  // The legacy mode opens no second page for each look, which takes longer than the look. It passes over frames of
  // other origins: none is looked at, as a preview within the panel runs no scripts, axe's neither. The site's pages
  // are looked at on the site.
  const { violations } = await new AxeBuilder({ page }).exclude('iframe[sandbox]').setLegacyMode()
    .options({ runOnly: rules ? { type: 'rule', values: rules } : { type: 'tag', values: tags }, resultTypes: ['violations'] })
    .analyze()
  const frames = await page.locator('iframe:not([sandbox])').evaluateAll(all => all.map(one => one.outerHTML))
  return [
    ...frames.map(frame => `a frame on ${place} that axe may not see: ${frame}`),
    ...violations.flatMap(v => v.nodes.map(n => `${v.id} on ${place}: ${n.target.join(' ')}\n      ${n.failureSummary?.split('\n').slice(1).join(' ').trim()}`))
  ]
}
