/** Permissions of one feature, as the role editor shows them. */
export interface PermissionGroup { feature: string, permissions: string[] }

/** What somebody may do at a glance: features that they change, and those that they only see. */
export interface Glance { changes: string[], sees: string[] }

// In the order of a newsroom's day: the content, the people, the watch over both.
const order = ['news', 'photobank', 'rubrics', 'tags', 'authors', 'pages', 'users', 'api_keys', 'approvals', 'journal', 'alerts', 'integrity']

// Roles are a part of what one does with people.
const home: Record<string, string> = { roles: 'users' }

/** The feature that a permission belongs to. */
export function featureOf(permission: string): string {
  const [first = ''] = permission.split('.')
  return home[first] ?? first
}

/** Seeing comes first, then what builds on it; what lives here from another feature comes last. */
function rank(permission: string): number {
  const [feature = '', step = ''] = permission.split('.')
  const at = ['read', 'upload', 'write', 'write_any', 'review', 'publish', 'kill'].indexOf(step)
  return (at < 0 ? 50 : at) + (home[feature] ? 100 : 0)
}

/** The permissions by feature; a feature that this list does not know comes last. */
export function groupPermissions(all: readonly string[]): PermissionGroup[] {
  const features = [...new Set(all.map(featureOf))]
  const place = (feature: string) => order.includes(feature) ? order.indexOf(feature) : order.length
  return features.sort((a, b) => place(a) - place(b) || a.localeCompare(b)).map(feature => ({
    feature,
    permissions: all.filter(p => featureOf(p) === feature).sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
  }))
}

/** What permissions amount to, feature by feature. To ask a second person changes nothing by itself. */
export function glanceOf(permissions: readonly string[]): Glance {
  const groups = groupPermissions(permissions.filter(p => p !== 'approvals.ask'))
  const onlySees = (group: PermissionGroup) => group.permissions.every(p => /\.(read|export)$/.test(p))
  return { changes: groups.filter(g => !onlySees(g)).map(g => g.feature), sees: groups.filter(onlySees).map(g => g.feature) }
}

/** Whether a key may hold it: programs make no people, roles and keys, and are nobody's second pair of eyes. */
export function forPrograms(permission: string): boolean {
  return permission !== 'approvals.grant' && !/^(users|roles|api_keys)\./.test(permission)
}
