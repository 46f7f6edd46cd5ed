/** Where a refusal leads on: one that wants a second person, to asking for one. */
export function useProblemWay() {
  const { t } = useI18n()
  const { may } = useSession()
  return (problem: Problem | null | undefined): { label: string, to: string } | undefined => {
    if (!needsSecondPerson(problem) || !may('approvals.ask')) return undefined
    return { label: t('approvals.askTitle'), to: problem?.kind ? `/approvals?ask=${problem.kind}` : '/approvals' }
  }
}
