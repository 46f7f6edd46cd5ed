/** What a form does to the server: one thing at a time, its refusal kept for the fields to show. */
export interface Submission {
  pending: Ref<boolean>
  problem: Ref<Problem | null>
  /** The result, or undefined when it was refused or another one is still running. */
  run: <T>(work: () => Promise<T>) => Promise<T | undefined>
}

/** Begins a submission. */
export function submission(): Submission {
  const pending = ref(false)
  const problem = ref<Problem | null>(null)
  return {
    pending,
    problem,
    async run(work) {
      if (pending.value) return undefined
      pending.value = true
      problem.value = null
      try {
        return await work()
      } catch (error) {
        problem.value = problemOf(error)
        return undefined
      } finally {
        pending.value = false
      }
    }
  }
}
