/** Short notices in the corner. */
export function useNotice() {
  const toast = useToast()
  const { say } = useProblemText()
  return {
    done: (title: string) => toast.add({ title, color: 'success', icon: 'i-lucide-circle-check', duration: 3000 }),
    failed: (error: unknown) => toast.add({ title: say(problemOf(error)), color: 'error', icon: 'i-lucide-circle-alert', duration: 8000 })
  }
}
