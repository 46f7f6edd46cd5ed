import { almatyDate } from '../../../../app/utils/almaty-days'

/** How to say what an alert was about: as things of the panel, actions of the journal, or as they are. */
export type About = 'objects' | 'actions' | 'operations' | 'accounts' | 'addresses'

/** A line of what a rule saw; which words belong to the values is for who shows it. */
export interface AlertFact { name: 'path' | 'userAgent' | 'address' | About, values: string[] }

const abouts: Record<string, About> = {
  mass_unpublish: 'objects', mass_delete: 'objects', rights_change: 'objects',
  denial_burst: 'operations', export_burst: 'actions', second_factor_removed: 'actions',
  login_spray: 'accounts',
  account_attacked: 'addresses', factor_failures: 'addresses', refresh_reused: 'addresses', new_device_login: 'addresses', night_login: 'addresses'
}

type Told = Pick<Schemas['Alert'], 'rule' | 'subjectType' | 'subjectId' | 'details'>

/** What the rule saw, as far as it tells more than the alert's own line. */
export function alertFacts(alert: Told): AlertFact[] {
  const details = (alert.details ?? {}) as Record<string, unknown>
  const kind = abouts[alert.rule]
  const about = kind ? texts(details.about) : []
  const address = texts(details.address).filter(one => !about.includes(one) && one !== alert.subjectId)
  const facts: AlertFact[] = [
    ...kind ? [{ name: kind, values: about }] : [],
    { name: 'address', values: address },
    { name: 'path', values: texts(details.path) },
    { name: 'userAgent', values: texts(details.userAgent) }
  ]
  return facts.filter(fact => fact.values.length)
}

const texts = (value: unknown) => (Array.isArray(value) ? value : [value]).filter(one => typeof one === 'string').map(one => one.trim()).filter(Boolean)

/** From how many within how many seconds the rule spoke then; undefined for one that counts nothing. */
export function alertMeasure({ details }: Told): { threshold: number, seconds: number } | undefined {
  const { threshold, windowSeconds } = (details ?? {}) as Record<string, unknown>
  return typeof threshold === 'number' && typeof windowSeconds === 'number' && windowSeconds > 0 ? { threshold, seconds: windowSeconds } : undefined
}

/** A thing named in an alert ("article 12"): its type and id. */
export function alertObject(text: string): { type: string, id: string } {
  const [type = '', ...id] = text.split(' ')
  return { type, id: id.join(' ') }
}

const ofTheAddress = ['login_spray', 'token_flood', 'factor_failures']
const ofTheAccount = ['account_attacked', 'second_factor_removed']
const robots = ['robot_404_scan', 'robot_scraping']
const narrower: Record<string, string> = {
  night_login: 'accounts.login', new_device_login: 'accounts.login', denial_burst: 'access.denied', refresh_reused: 'accounts.refresh_reused', account_attacked: 'accounts.refuse_login',
  malware_found: 'photobank.malware_found'
}

/** Where to look into it: the integrity of the content, or the journal of its days; nowhere for robots. */
export function alertPlace(alert: Told & Pick<Schemas['Alert'], 'firstAt' | 'lastAt'>): { path: string, query: Record<string, string | undefined> } | undefined {
  const { rule, subjectId, details } = alert
  if (rule === 'integrity_finding') return { path: '/integrity', query: {} }
  if (rule === 'rights_ending') return { path: '/photobank/rights', query: {} }
  if (rule === 'journal_broken') return { path: '/journal', query: {} }
  if (robots.includes(rule) || !subjectId) return undefined
  const query = { action: narrower[rule], from: almatyDate(alert.firstAt), until: almatyDate(alert.lastAt) }
  if (ofTheAddress.includes(rule)) return { path: '/journal', query: { ...query, address: texts((details as Record<string, unknown>).address)[0] ?? subjectId } }
  if (ofTheAccount.includes(rule)) return { path: '/journal', query: { ...query, objectType: 'user', objectId: subjectId } }
  return { path: '/journal', query: rule === 'refresh_reused' ? query : { ...query, actor: subjectId } }
}
