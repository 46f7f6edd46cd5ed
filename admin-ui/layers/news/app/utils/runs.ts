import { diffArrays } from 'diff'

/** What a comparison may cost: differences, and milliseconds. */
export interface Budget { maxEditLength: number, timeout: number }

/** A stretch in which two lists agree, or in which one stands for the other. */
export interface Run { equal: boolean, before: string[], after: string[] }

/**
 * The runs of two lists; what begins and ends alike is set aside first, so that it costs
 * nothing. What is between is one run where it is further apart than the budget allows.
 */
export function runsOf(a: string[], b: string[], budget: Budget): Run[] {
  const shorter = Math.min(a.length, b.length)
  let [head, tail] = [0, 0]
  while (head < shorter && a[head] === b[head]) head++
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const [left, right] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)]
  const start = a.slice(0, head)
  const end = a.slice(a.length - tail)
  return [{ equal: true, before: start, after: start }, ...between(left, right, budget), { equal: true, before: end, after: end }]
    .filter(run => run.before.length > 0 || run.after.length > 0)
}

function between(a: string[], b: string[], budget: Budget): Run[] {
  const found = diffArrays(a, b, budget)
  if (!found) return [{ equal: false, before: a, after: b }]
  const runs: Run[] = []
  for (const change of found) {
    const last = runs.at(-1)
    const equal = !change.added && !change.removed
    const run = equal || last?.equal !== false ? { equal, before: [], after: [] } as Run : last
    if (run !== last) runs.push(run)
    // Not by spreading: a run can be longer than a call may have arguments.
    if (!change.added) run.before = run.before.concat(change.value)
    if (!change.removed) run.after = run.after.concat(change.value)
  }
  return runs
}
