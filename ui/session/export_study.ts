import { bundle, VoxmetryError } from 'voxmetry';
import type { StepHandles } from './step_handles.js';
import type { Study, StudyStep } from './study.js';

/** The names of the results of a study, by the ids of their steps: titles, made unlike. */
export function resultNames(steps: readonly StudyStep[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id, title, operation } of steps) {
    const wanted = title ?? operation;
    let name = wanted;
    for (let n = 2; taken.has(name); n += 1) name = `${wanted} ${String(n)}`;
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

/**
 * A study to be kept in a file: beside its steps it holds all its measures as one recipe, which
 * `voxmetry run study.json scan.tif` computes. Without a measure it holds no recipe.
 *
 * @throws VoxmetryError `invalid-argument` where a step that is switched on has an error: a file
 * without its numbers would say less than the study.
 */
export function exportStudy(study: Study, { queries, errors }: StepHandles): Study {
  const [broken] = study.steps.filter(({ id, enabled }) => enabled && errors.has(id));
  if (broken !== undefined)
    throw new VoxmetryError(
      'invalid-argument',
      `The study cannot be stored with its recipe: ${errors.get(broken.id)!.message} Mend the step, or switch it off.`,
      { op: broken.operation, details: { step: broken.id }, cause: errors.get(broken.id) },
    );
  const names = resultNames(study.steps.filter(({ id }) => queries.has(id)));
  if (names.size === 0) return study;
  const measures = Array.from(names, ([id, name]) => [name, queries.get(id)!] as const);
  return { ...study, recipe: bundle(Object.fromEntries(measures)).recipe };
}
