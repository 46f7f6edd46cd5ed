import { family, type Rubric } from '../../../rubrics/app/utils/tree'
import { toggled } from './person'

/** All rubrics that are within the limits: the chosen and what lies beneath them. */
export function withinLimits(rubrics: readonly Rubric[], chosen: readonly number[]): Set<number> {
  return new Set(chosen.flatMap(id => [...family(rubrics, id)]))
}

/** The limits with a rubric put in or taken out; one that is put in stands for all beneath it. */
export function limitTo(rubrics: readonly Rubric[], chosen: readonly number[], id: number, on: boolean): number[] {
  const beneath = family(rubrics, id)
  return toggled(chosen.filter(one => one === id || !beneath.has(one)), id, on)
}
