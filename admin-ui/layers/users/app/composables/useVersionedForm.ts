/**
 * A form over something that others may save meanwhile: knows what was changed
 * here, and brings in what they saved without losing what was typed.
 */
export function useVersionedForm<T extends object>(opened: T, sets: readonly (keyof T)[]) {
  const base = shallowRef(opened) as Ref<T>
  const form = reactive({ ...opened }) as T
  const met = shallowRef<{ taken: (keyof T)[], contested: (keyof T)[], theirs: T }>()
  const dirty = computed(() => canonical(form) !== canonical(base.value))
  const copy = (): T => JSON.parse(JSON.stringify(form)) as T

  function onto(from: T, theirs: T): MergedFields<T> {
    const merged = mergeFields(from, copy(), theirs, sets)
    base.value = theirs
    Object.assign(form, merged.fields)
    return merged
  }

  return {
    form,
    dirty,
    /** What somebody else's save brought, until the next save. */
    met,
    copy,
    base,
    /** Takes over what the server made of what was sent; what was typed since stays. */
    saved: (sent: T, fresh: T) => { onto(sent, fresh); met.value = undefined },
    /** Takes over what somebody else saved; `tell` shows what became of both. */
    adopt: (theirs: T, tell: boolean) => {
      const { taken, contested } = onto(base.value, theirs)
      if (tell) met.value = { taken, contested, theirs }
    }
  }
}

/** Whether a save was refused because somebody else had saved before. */
export function isStale(problem: Problem | null): boolean {
  return problem?.status === 409 && problem.code.endsWith('_stale')
}
