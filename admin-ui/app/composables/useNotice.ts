const [short, long, linked] = [3000, 8000, 20_000] // ms

/** Short notices in the corner; a refusal that leads somewhere stays until one can go there. */
export function useNotice() {
  const toast = useToast()
  const { say } = useProblemText()
  const wayOf = useProblemWay()

  function failed(error: unknown) {
    const problem = problemOf(error)
    const way = wayOf(problem)
    const actions = way && [{ ...way, color: 'neutral' as const, variant: 'outline' as const }]
    return toast.add({ title: say(problem), color: 'error', icon: 'i-lucide-circle-alert', duration: way ? linked : long, actions })
  }

  return {
    done: (title: string) => toast.add({ title, color: 'success', icon: 'i-lucide-circle-check', duration: short }),
    failed
  }
}
