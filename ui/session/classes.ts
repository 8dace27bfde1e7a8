// Edits of the classes that are painted, and of the steps that learn from them: pure functions,
// study to study. A class is a brush; the first step `train` learns from all that have strokes.
import type { Catalogue } from './catalogue.js';
import { addStep } from './edit_steps.js';
import { addBrush } from './edit_study.js';
import { isNamedRefs, isStepRef } from './study.js';
import type { NamedRefs, PlainRecord, Study, StudyBrush, StudyStep } from './study.js';

/** Names that would reach the prototype of an object: no class has one. */
const FORBIDDEN: readonly string[] = ['__proto__', 'constructor', 'prototype'];
/** A classifier learns from the masks of so many classes at most. */
export const MOST_PAINTED_CLASSES = 8;

/** The step that learns from strokes: the first that is switched on. */
export function trainingOf({ steps }: Study): StudyStep | undefined {
  return steps.find(({ operation, enabled }) => operation === 'train' && enabled);
}

/** The step that classifies with a step's classifier. */
export function classificationOf({ steps }: Study, training: string): StudyStep | undefined {
  return steps.find(
    ({ operation, options }) =>
      operation === 'classify' &&
      isStepRef(options['classifier']) &&
      options['classifier'].ref === training,
  );
}

/** The brushes that have strokes. */
export function paintedClasses({ brushes }: Study): readonly StudyBrush[] {
  return brushes.filter(({ tiles }) => Object.keys(tiles).length > 0);
}

/** Adds a class without strokes and gives its id; its name gets a number where one has it. */
export function addClass(study: Study, name: string, color: string): readonly [Study, string] {
  return addBrush(study, freeClassName(study.brushes, name), color);
}

function freeClassName(brushes: readonly StudyBrush[], wanted: string): string {
  const taken = new Set(brushes.map(({ name }) => name));
  let name = wanted;
  for (let n = 2; taken.has(name); n += 1) name = `${wanted} ${String(n)}`;
  return name;
}

/** Puts brushes in the place of those with the same ids; the training learns from them. */
export function setBrushes(study: Study, brushes: readonly StudyBrush[]): Study {
  const given = new Map(brushes.map((brush) => [brush.id, brush]));
  if (study.brushes.every((brush) => (given.get(brush.id) ?? brush) === brush)) return study;
  return learning({
    ...study,
    brushes: study.brushes.map((brush) => given.get(brush.id) ?? brush),
  });
}

/**
 * Renames a class, also in the steps that name it. What is no name, or is another's, leaves the
 * study as it is.
 */
export function renameClass(study: Study, id: string, wanted: string): Study {
  const name = wanted.trim();
  const before = study.brushes.find((brush) => brush.id === id);
  const taken = study.brushes.some((brush) => brush.id !== id && brush.name === name);
  if (before === undefined || taken || name === '' || FORBIDDEN.includes(name)) return study;
  const training = trainingOf(study);
  const classified = training && classificationOf(study, training.id);
  const inStep = (step: StudyStep): StudyStep => {
    const { names } = step.options;
    if (step.operation !== 'phase' || step.on !== classified?.id || !Array.isArray(names))
      return step;
    const renamed = names.map((each: unknown) => (each === before.name ? name : each));
    return { ...step, options: { ...step.options, names: renamed } as PlainRecord };
  };
  return learning({
    ...study,
    brushes: study.brushes.map((brush) => (brush.id === id ? { ...brush, name } : brush)),
    steps: study.steps.map(inStep),
  });
}

/** Removes a class and its strokes. */
export function removeClass(study: Study, id: string): Study {
  return learning({ ...study, brushes: study.brushes.filter((brush) => brush.id !== id) });
}

function strokesOf(study: Study): NamedRefs {
  return Object.fromEntries(paintedClasses(study).map(({ name, id }) => [name, { ref: id }]));
}

/** The study whose training learns from the strokes that there are, if it learns from brushes. */
function learning(study: Study): Study {
  const training = trainingOf(study);
  if (training === undefined) return study;
  const { strokes } = training.options;
  const brushes = new Set(study.brushes.map(({ id }) => id));
  const painted = strokesOf(study);
  // A class that is gone was one of them; strokes of another kind are left alone.
  const ours = isNamedRefs(strokes) && Object.values(strokes).some(({ ref }) => brushes.has(ref));
  if (!ours || Object.keys(painted).length < 2) return study;
  const steps = study.steps.map((step) =>
    step === training ? { ...step, options: { ...step.options, strokes: painted } } : step,
  );
  return { ...study, steps };
}

/** Adds the step that learns from all strokes, where there is none; gives its id. */
export function addTraining(
  study: Study,
  catalogue: Catalogue,
  on: string,
): readonly [Study, string] {
  const training = trainingOf(study);
  if (training !== undefined) return [study, training.id];
  return addStep(study, catalogue, {
    operation: 'train',
    on,
    options: { strokes: strokesOf(study) },
  });
}

/**
 * Adds the steps that classify the volume and measure the fraction of every class, where they are
 * not there.
 *
 * @param titleOf - What the fraction of a class is called.
 */
export function addClassification(
  study: Study,
  catalogue: Catalogue,
  titleOf: (name: string) => string,
): Study {
  const training = trainingOf(study);
  if (training === undefined) return study;
  let next = study;
  let classified = classificationOf(study, training.id)?.id;
  if (classified === undefined)
    [next, classified] = addStep(next, catalogue, {
      operation: 'classify',
      on: training.on,
      options: { classifier: { ref: training.id } },
    });
  const on = classified;
  // A mask stands right behind what it is of, so that the last class is added first.
  for (const { name } of paintedClasses(study).toReversed()) {
    const known = next.steps.find(
      (step) =>
        step.operation === 'phase' &&
        step.on === on &&
        JSON.stringify(step.options['names']) === JSON.stringify([name]),
    );
    if (known !== undefined) continue;
    let mask: string;
    [next, mask] = addStep(next, catalogue, { operation: 'phase', on, options: { names: [name] } });
    let measure: string;
    [next, measure] = addStep(next, catalogue, { operation: 'fraction', on: mask });
    const titles = new Map([
      [mask, name],
      [measure, titleOf(name)],
    ]);
    next = {
      ...next,
      steps: next.steps.map((step) => {
        const title = titles.get(step.id);
        return title === undefined ? step : { ...step, title };
      }),
    };
  }
  return next;
}
