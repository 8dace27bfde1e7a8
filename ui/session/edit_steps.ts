// Edits of the steps of a study: pure functions, study to study.
import type { StepKind } from 'voxmetry/operations';
import { refsIn, type PlainRecord, type Study, type StudyStep } from './study.js';
import { outcomeOf, outcomesOf, type Catalogue } from './catalogue.js';

/** Takes the next id of a study. */
export function takeId(study: Study, prefix: string): readonly [Study, string] {
  const id = `${prefix}${String(study.nextId)}`;
  return [{ ...study, nextId: study.nextId + 1 }, id];
}

/**
 * Adds a step that is called on `on`, and gives its id. It stands behind `on`, and the step that
 * followed there on the same grid is called on what the new one gives, where the kind allows: a
 * filter that is put into a chain becomes a link of it.
 */
export function addStep(
  study: Study,
  catalogue: Catalogue,
  step: { readonly operation: string; readonly on: string; readonly options?: PlainRecord },
): readonly [Study, string] {
  const [numbered, id] = takeId(study, 's');
  const made: StudyStep = {
    id,
    operation: step.operation,
    on: step.on,
    options: step.options ?? {},
    enabled: true,
  };
  return [insert(numbered, catalogue, made, placeOf(study, catalogue, made)), id];
}

/**
 * Behind the step it is called on, a measure behind the measures there; on a source, a filter comes
 * first and all else comes last.
 */
function placeOf(study: Study, catalogue: Catalogue, step: StudyStep): number {
  const { steps } = study;
  const outcomes = outcomesOf({ ...study, steps: [...steps, step] }, catalogue);
  const given = outcomes.get(step.id);
  const after = steps.findIndex(({ id }) => id === step.on);
  if (after >= 0) {
    const isMeasure = ({ id, on }: StudyStep): boolean =>
      on === step.on && outcomes.get(id) === 'value';
    const next = steps.findIndex((each, i) => i > after && !isMeasure(each));
    if (given === 'value') return next < 0 ? steps.length : next;
    return after + 1;
  }
  const first = steps.findIndex(({ on }) => on === step.on);
  return given === 'volume' && first >= 0 ? first : steps.length;
}

/** Removes a step; what was called on it is called on what it was called on. */
export function removeStep(study: Study, id: string): Study {
  const gone = study.steps.find((step) => step.id === id);
  if (gone === undefined) return study;
  const steps = study.steps
    .filter((step) => step.id !== id)
    .map((step) => (step.on === id ? { ...step, on: gone.on } : step));
  return { ...study, steps };
}

/**
 * Moves a step to another place in the list. In a chain it becomes the link at that place: it is
 * called on what stands before it there, and what stood behind that on it, where kinds allow.
 */
export function moveStep(study: Study, catalogue: Catalogue, id: string, to: number): Study {
  const step = study.steps.find((each) => each.id === id);
  if (step === undefined) return study;
  const without = removeStep(study, id);
  const at = Math.max(0, Math.min(without.steps.length, Math.trunc(to)));
  if (study.steps[at]?.id === id) return study;
  return insert(without, catalogue, { ...step, on: inputAt(without, catalogue, step, at) }, at);
}

/** What a step is called on at a place: the nearest before it that the operation is for. */
function inputAt(study: Study, catalogue: Catalogue, step: StudyStep, at: number): string {
  const outcomes = outcomesOf(study, catalogue);
  const before = study.steps.slice(0, at);
  const known = [...study.sources.map(({ id }) => id), ...before.map(({ id }) => id)];
  const next = study.steps[at];
  // The link before the one that stands there now comes first: a chain stays a chain.
  const candidates = [...(next === undefined ? [] : [next.on]), ...known.reverse()];
  return (
    candidates.find(
      (id) => known.includes(id) && catalogue.find(step.operation, outcomes.get(id)) !== undefined,
    ) ?? step.on
  );
}

/** Puts a step in a place of the list and of the chain. */
function insert(study: Study, catalogue: Catalogue, step: StudyStep, at: number): Study {
  const outcomes = outcomesOf(study, catalogue);
  const on = outcomes.get(step.on);
  const description = catalogue.find(step.operation, on);
  const gives =
    description === undefined || on === undefined || on === 'value'
      ? undefined
      : outcomeOf(description, on, undefined);
  const rest = study.steps.slice(at);
  const next = rest[0];
  const takesIt =
    next?.on === step.on &&
    gives !== undefined &&
    gives !== 'value' &&
    gives === on &&
    catalogue.find(next.operation, gives) !== undefined;
  const others = takesIt ? [{ ...next, on: step.id }, ...rest.slice(1)] : rest;
  return { ...study, steps: [...study.steps.slice(0, at), step, ...others] };
}

/** Adds a copy of a step behind it, called on the same grid; gives its id. */
export function duplicateStep(study: Study, id: string): readonly [Study, string | undefined] {
  const at = study.steps.findIndex((step) => step.id === id);
  const step = study.steps[at];
  if (step === undefined) return [study, undefined];
  const [numbered, copy] = takeId(study, 's');
  const steps = study.steps.toSpliced(at + 1, 0, { ...step, id: copy });
  return [{ ...numbered, steps }, copy];
}

/** What of a step may be changed. A title of '' takes the title away. */
export type StepChange = Partial<Pick<StudyStep, 'options' | 'enabled' | 'on' | 'title'>>;

/** Changes a step; the same study where nothing changes. */
export function changeStep(study: Study, id: string, change: StepChange): Study {
  const step = study.steps.find((each) => each.id === id);
  if (step === undefined) return study;
  const { title = '', ...rest } = { ...step, ...change };
  const changed: StudyStep = { ...rest, ...(title === '' ? {} : { title }) };
  if (JSON.stringify(changed) === JSON.stringify(step)) return study;
  return { ...study, steps: study.steps.map((each) => (each.id === id ? changed : each)) };
}

/** The ids that a step reads: what it is called on, and the grids among its options. */
export function readsOf(step: StudyStep): readonly string[] {
  return [step.on, ...Object.values(step.options).flatMap(refsIn)];
}

/** The sources and steps before a step that are handles of some kinds, in their order. */
export function gridsBefore(
  study: Study,
  catalogue: Catalogue,
  id: string | undefined,
  kinds: readonly StepKind[],
): readonly string[] {
  const outcomes = outcomesOf(study, catalogue);
  const at = study.steps.findIndex((step) => step.id === id);
  const steps = at < 0 ? study.steps : study.steps.slice(0, at);
  return [...study.sources, ...steps]
    .map((each) => each.id)
    .filter((each) => kinds.some((kind) => kind === outcomes.get(each)));
}
