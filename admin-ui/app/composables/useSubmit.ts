import type { InjectionKey, Ref } from 'vue'

/** The problem that the fields of a form look at. */
export const formProblem: InjectionKey<Ref<Problem | null>> = Symbol('form problem')

/** A submission whose problem the fields of this component's form show, brought into view. */
export function useSubmit(): Submission {
  const submit = submission()
  provide(formProblem, submit.problem)
  useProblemView(submit.problem)
  return submit
}
