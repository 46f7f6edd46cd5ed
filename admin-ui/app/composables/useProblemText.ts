/** Says a problem in the language of the interface: by its code, else by its status, else in the server's words. */
export function useProblemText() {
  const { t, te } = useI18n()

  function say(problem: Problem): string {
    if (te(`problems.${problem.code}`)) return t(`problems.${problem.code}`)
    if (problem.fields?.length) return t('problems.fields')
    if (te(`problems.http.${problem.status}`)) return t(`problems.http.${problem.status}`)
    return problem.detail || problem.title
  }

  /** What is wrong with a field; the whole problem's sentence where it says more than the field's code. */
  function sayField(field: FieldProblem): string {
    return te(`fieldProblems.${field.code}`) ? t(`fieldProblems.${field.code}`) : field.message
  }

  /** How long the server wants to be left alone; nothing where it did not say. */
  function sayWait({ retryAfter }: Problem): string | undefined {
    if (!retryAfter) return undefined
    return retryAfter < 60 ? t('problems.wait.seconds', { n: retryAfter }) : t('problems.wait.minutes', { n: Math.ceil(retryAfter / 60) })
  }

  return { say, sayField, sayWait }
}
