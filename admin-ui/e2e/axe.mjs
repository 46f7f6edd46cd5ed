// What axe has against a screen.
import AxeBuilder from '@axe-core/playwright'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** The violations of WCAG 2.2 AA on the page as it stands, said to be at `place`. */
export async function axe(page, place) {
  // A preview within the panel runs no scripts, axe's neither; the site's pages are looked at on the site.
  const { violations } = await new AxeBuilder({ page }).withTags(tags).exclude('iframe[sandbox]').analyze()
  return violations.flatMap(v => v.nodes.map(n => `${v.id} on ${place}: ${n.target.join(' ')}\n      ${n.failureSummary?.split('\n').slice(1).join(' ').trim()}`))
}
