import type { OperationDescription, OptionDescription, StepKind } from 'voxmetry/operations';
import type { VoxmetryError } from 'voxmetry';
import type { Study, StudyStep } from './study.js';

/** What a step gives: a handle of a kind, or a value. */
export type Outcome = StepKind | 'value';

/** What of `voxmetry/operations` a catalogue is made of. */
export interface OperationsModule {
  /** Describes all operations. */
  readonly describeOperations: () => readonly OperationDescription[];
  /** Says what is wrong with the options of a call. */
  readonly checkOptions: (
    name: string,
    of: StepKind,
    given: Readonly<Record<string, unknown>>,
  ) => Readonly<Record<string, VoxmetryError>>;
}

/**
 * Whether steps can give all that an operation takes: a neural network comes of a file, which a
 * study does not hold.
 */
function isOfSteps({ options }: OperationDescription): boolean {
  return !options.some(({ kinds, optional }) => !optional && kinds.includes('neuralNetwork'));
}

/** All operations that a study may hold: what there is, on what, and what it gives. */
export class Catalogue {
  readonly all: readonly OperationDescription[];
  readonly #check: OperationsModule['checkOptions'];

  constructor({ describeOperations, checkOptions }: OperationsModule) {
    this.all = describeOperations().filter(isOfSteps);
    this.#check = checkOptions;
  }

  /** The operation of a name on a kind of handle; undefined where there is none. */
  find(name: string, kind: Outcome | undefined): OperationDescription | undefined {
    return this.all.find((each) => each.name === name && each.of.some((of) => of === kind));
  }

  /** The operations on a kind of handle. */
  on(kind: Outcome | undefined): readonly OperationDescription[] {
    return this.all.filter(({ of }) => of.some((each) => each === kind));
  }

  /** What is wrong with options, by option; as the library says it. */
  check(
    name: string,
    of: StepKind,
    given: Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, VoxmetryError>> {
    return this.#check(name, of, given);
  }
}

/**
 * What an operation gives when it is called on a kind of handle; `source` is what a roll or a stack
 * is of. Undefined where that is not known.
 */
export function outcomeOf<S extends Outcome | undefined>(
  { gives }: OperationDescription,
  on: StepKind,
  source: S,
): Outcome | S {
  if ('value' in gives) return 'value';
  if ('waits' in gives) return gives.waits;
  if (gives.grid === 'source') return source;
  return gives.grid === 'same' ? on : gives.grid;
}

/** What the roll or the stack that a step is called on is of. */
export function sourceOutcome(
  study: Study,
  step: StudyStep,
  outcomes: ReadonlyMap<string, Outcome>,
): Outcome | undefined {
  const on = study.steps.find(({ id }) => id === step.on)?.on;
  return on === undefined ? undefined : outcomes.get(on);
}

/** Whether an option is another handle, or may be one. */
export function isHandleOption({ type, name }: OptionDescription): boolean {
  // The grid that is resampled to may be a handle, or be stated.
  return type === 'handle' || type === 'operand' || (type === 'record' && name === 'grid');
}

/**
 * What every source and step gives. A step that is switched off gives what it is called on, where
 * that is of the same kind; what cannot be told is left out.
 */
export function outcomesOf(study: Study, catalogue: Catalogue): ReadonlyMap<string, Outcome> {
  const outcomes = new Map<string, Outcome>(study.sources.map(({ id }) => [id, 'volume']));
  for (const step of study.steps) {
    const source = sourceOutcome(study, step, outcomes);
    const outcome = stepOutcome(step, outcomes.get(step.on), source, catalogue);
    if (outcome !== undefined) outcomes.set(step.id, outcome);
  }
  return outcomes;
}

function stepOutcome(
  step: StudyStep,
  on: Outcome | undefined,
  source: Outcome | undefined,
  catalogue: Catalogue,
): Outcome | undefined {
  const description = catalogue.find(step.operation, on);
  if (description === undefined || on === undefined || on === 'value') return undefined;
  const outcome = outcomeOf(description, on, source);
  return step.enabled || outcome === on || outcome === 'value' ? outcome : undefined;
}

let loading: Promise<Catalogue> | undefined;

/** The catalogue of the library. It is loaded once, when it is first asked for. */
export function loadCatalogue(): Promise<Catalogue> {
  loading ??= import('voxmetry/operations').then((operations) => new Catalogue(operations));
  return loading;
}
