/** What the fields of a version complain of: what the server said, and what they can't read themselves. */
export function useComplaints(form: Fields, problem: Ref<Problem | null>) {
  /** Fields whose input can't be read: an embargo that is half typed must not be left out unnoticed. */
  const unclear = shallowReactive(new Set<FieldName>())

  /** Whether all can be read; else the fields say so. */
  function isClear(): boolean {
    if (!unclear.size) return true
    problem.value = { type: 'about:blank', title: '', status: 422, code: 'panel.unclear', fields: [...unclear].map(field => ({ field, code: 'invalid', message: '' })) }
    return false
  }

  // A complaint goes when its field changes.
  for (const field of Object.keys(form) as FieldName[]) {
    watch(() => form[field], () => { problem.value = withoutField(problem.value, field) })
  }

  return { unclear, isClear }
}
