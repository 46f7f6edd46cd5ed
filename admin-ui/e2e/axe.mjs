// What axe has against a screen.
import AxeBuilder from '@axe-core/playwright'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** The violations of WCAG 2.2 AA, or only of some rules, on the page as it stands, said to be at `place`. */
export async function axe(page, place, rules) {
  // A preview within the panel runs no scripts, axe's neither; the site's pages are looked at on the site.
  const builder = new AxeBuilder({ page }).exclude('iframe[sandbox]')
  const { violations } = await (rules ? builder.withRules(rules) : builder.withTags(tags)).analyze()
  return violations.flatMap(v => v.nodes.map(n => `${v.id} on ${place}: ${n.target.join(' ')}\n      ${n.failureSummary?.split('\n').slice(1).join(' ').trim()}`))
}
