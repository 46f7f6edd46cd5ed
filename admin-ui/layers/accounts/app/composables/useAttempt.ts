/** What a button does to the server: one thing at a time, its refusal told in the corner. */
export function useAttempt() {
  const notice = useNotice()
  const pending = ref(false)

  async function attempt(work: () => Promise<void>): Promise<void> {
    if (pending.value) return
    pending.value = true
    try {
      await work()
    } catch (error) {
      notice.failed(error)
    } finally {
      pending.value = false
    }
  }

  return { pending, attempt }
}
