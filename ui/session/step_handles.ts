// From the steps of a study to the handles of a lab.
import {
  VoxmetryError,
  type Labels,
  type Mask,
  type Phases,
  type Query,
  type Roll,
  type Stack,
  type Classifier,
  type Surface,
  type Volume,
} from 'voxmetry';
import type { OperationDescription, OptionDescription, StepKind } from 'voxmetry/operations';
import {
  isHandleOption,
  outcomeOf,
  outcomesOf,
  sourceOutcome,
  type Catalogue,
  type Outcome,
} from './catalogue.js';
import { sheetStep, type FindSheet, type WaitingSheet } from './sheets.js';
import { isNamedRefs, isStepRef, type Study, type StudyStep } from './study.js';

/** What a step may give but a value: a grid or a surface, a classifier, a roll or a stack. */
export type Handle = Volume | Mask | Phases | Labels | Surface | Classifier | Roll | Stack;

/** What the steps of a study are to a lab. */
export interface StepHandles {
  /** The grids and surfaces of sources and steps, by id. */
  readonly handles: ReadonlyMap<string, Handle>;
  /** What sources and steps are, by id; of those that have a handle or a query. */
  readonly kinds: ReadonlyMap<string, Outcome>;
  /** The queries of steps that give values, by id; those that are switched off are left out. */
  readonly queries: ReadonlyMap<string, Query<unknown>>;
  /** The rolls and stacks of steps, by id, whether or not their sheet has been found. */
  readonly sheets: ReadonlyMap<string, WaitingSheet>;
  /** What is wrong with a step, by its id; `details.waits` of one that waits for a sheet. */
  readonly errors: ReadonlyMap<string, VoxmetryError>;
}

/** Calls that are remembered at most: enough that undo finds those of many edits again. */
const MOST_CALLS = 500;

interface Call {
  readonly inputs: readonly unknown[];
  readonly given: Handle | Query<unknown>;
}

/**
 * Calls that were made, so that the same call gives the same handle, and the same query, which has
 * its result already.
 */
export class CallMemory {
  readonly #calls = new Map<string, Call[]>();
  #count = 0;

  /** The result of a call, made now where it has not been made before. */
  call(key: string, inputs: readonly unknown[], make: () => Handle | Query<unknown>): unknown {
    const known = this.#calls.get(key) ?? [];
    const found = known.find(
      (call) =>
        call.inputs.length === inputs.length && call.inputs.every((each, i) => each === inputs[i]),
    );
    if (found !== undefined) return found.given;
    const given = make();
    this.#calls.delete(key);
    this.#calls.set(key, [...known, { inputs, given }]);
    this.#count += 1;
    while (this.#count > MOST_CALLS) this.#forgetOldest();
    return given;
  }

  /** Forgets what gave a handle or a query: the next such call is made anew. */
  forget(given: unknown): void {
    for (const [key, calls] of this.#calls) {
      const kept = calls.filter((call) => call.given !== given);
      this.#count -= calls.length - kept.length;
      if (kept.length === 0) this.#calls.delete(key);
      else this.#calls.set(key, kept);
    }
  }

  #forgetOldest(): void {
    const oldest = this.#calls.entries().next().value;
    if (oldest === undefined) return;
    this.#count -= oldest[1].length;
    this.#calls.delete(oldest[0]);
  }
}

/**
 * Calls the library's methods for the steps of a study. A step that cannot be called has an error
 * instead, and so have those that need it. A step that is switched off hands on what it is called
 * on, where that is of the kind that it gives.
 *
 * @param volumes - The opened volumes, by the ids of their sources.
 * @param memory - Of earlier calls: what did not change gives the same handles as before.
 * @param found - The rolls and stacks whose sheet has been found; none if left out.
 */
export function handlesOf(
  study: Study,
  volumes: ReadonlyMap<string, Volume>,
  catalogue: Catalogue,
  memory: CallMemory = new CallMemory(),
  found: FindSheet = () => undefined,
): StepHandles {
  const handles = new Map<string, Handle>();
  const kinds = new Map<string, Outcome>();
  const queries = new Map<string, Query<unknown>>();
  const sheets = new Map<string, WaitingSheet>();
  const errors = new Map<string, VoxmetryError>();
  for (const { id } of study.sources) {
    const volume = volumes.get(id);
    if (volume === undefined) continue;
    handles.set(id, volume);
    kinds.set(id, 'volume');
  }
  const outcomes = outcomesOf(study, catalogue);
  const find = (step: StudyStep, id: string): Handle => {
    const handle = handles.get(id);
    if (handle !== undefined) return handle;
    throw unusable(study, step, id, errors, outcomes.get(id), sheets);
  };
  study.steps.forEach((step) => {
    try {
      const on = find(step, step.on);
      const kind = kinds.get(step.on) as StepKind;
      const description = catalogue.find(step.operation, kind);
      if (description === undefined) throw noSuchCall(catalogue, study, step, kind);
      const outcome = outcomeOf(description, kind, sourceOutcome(study, step, outcomes));
      if (!step.enabled) {
        if (outcome !== kind) return;
        handles.set(step.id, on);
        kinds.set(step.id, kind);
        return;
      }
      const input = (id: string): Handle => maskOn(study, id, on, memory) ?? find(step, id);
      if (isSheetKind(outcome)) {
        const { query, ...sheet } = sheetStep(step, outcome, on, (call, mask) => {
          const how = catalogue.find(call.operation, 'mask')!;
          const electrode = input(mask);
          if (!(call.operation in electrode))
            throw stepError(step, `${step.operation}: electrode is no mask; choose another.`);
          return callOf(call, how, electrode, input, memory) as Query<unknown>;
        });
        if (query.recipe.steps.length > 0) queries.set(step.id, query);
        sheets.set(step.id, { query, ...sheet });
        const made = found(step.id, { query, ...sheet });
        if (made === undefined) return;
        handles.set(step.id, made);
        kinds.set(step.id, outcome);
        return;
      }
      const given = callOf(step, description, on, input, memory);
      kinds.set(step.id, outcome!);
      if (outcome === 'value') {
        const query = given as Query<unknown>;
        // A query keeps what is wrong with its arguments until its recipe is asked for.
        if (query.recipe.steps.length > 0) queries.set(step.id, query);
      } else handles.set(step.id, given as Handle);
    } catch (error) {
      kinds.delete(step.id);
      errors.set(step.id, VoxmetryError.from(error));
    }
  });
  return { handles, kinds, queries, sheets, errors };
}

function isSheetKind(outcome: Outcome | undefined): outcome is 'roll' | 'stack' {
  return outcome === 'roll' || outcome === 'stack';
}

/** The mask of a region or a brush, on the grid that a step works on; undefined of all else. */
function maskOn(study: Study, id: string, on: Handle, memory: CallMemory): Handle | undefined {
  if (!('shape' in on)) return undefined;
  const brush = study.brushes.find((each) => each.id === id);
  if (brush !== undefined) {
    const { tiles } = brush;
    return memory.call('painted', [on, tiles], () => on.painted(tiles)) as Handle;
  }
  const region = study.regions.find((each) => each.id === id);
  if (region === undefined) return undefined;
  const key = JSON.stringify(['shape', region.shape]);
  const { shape } = region;
  return memory.call(key, [on], () => on.shape(shape as never)) as Handle;
}

/** Calls the method of a step, arguments by position first. */
function callOf(
  step: StudyStep,
  { options, positional, rest }: OperationDescription,
  on: Handle,
  find: (id: string) => Handle,
  memory: CallMemory,
): unknown {
  const known = new Set(options.map(({ name }) => name));
  const inputs: Handle[] = [on];
  const value = (option: OptionDescription): unknown => {
    const stored = step.options[option.name];
    if (stored === undefined) return undefined;
    const handleOf = (ref: string): Handle => {
      const handle = find(ref);
      inputs.push(handle);
      return handle;
    };
    if (isHandleOption(option) && isStepRef(stored)) return handleOf(stored.ref);
    if (isHandleOption(option) && isNamedRefs(stored))
      return Object.fromEntries(
        Object.entries(stored).map(([name, { ref }]) => [name, handleOf(ref)]),
      );
    // Null is 'left out' to a form; a handle that is left out must not be named.
    if (stored === null && option.type === 'handle') return undefined;
    return option.type === 'number' || option.type === 'numbers' ? withInfinities(stored) : stored;
  };
  const by = options.slice(0, positional).map(value);
  const named: Record<string, unknown> = {};
  for (const option of options.slice(positional)) {
    const given = value(option);
    if (given !== undefined) named[option.name] = given;
  }
  // What the operation does not have is passed on, so that the library refuses it.
  for (const [name, given] of Object.entries(step.options))
    if (!known.has(name)) named[name] = given;
  const last = by.at(-1);
  const args = rest && Array.isArray(last) ? [...by.slice(0, -1), ...(last as unknown[])] : by;
  const all = rest ? args : Object.keys(named).length === 0 ? args : [...args, named];
  const key = JSON.stringify([step.operation, step.options]);
  return memory.call(key, inputs, () => {
    const method = (on as unknown as Record<string, unknown>)[step.operation];
    return Reflect.apply(method as (...args: unknown[]) => Handle | Query<unknown>, on, all);
  });
}

function withInfinities(value: unknown): unknown {
  if (value === 'Infinity') return Infinity;
  if (value === '-Infinity') return -Infinity;
  return Array.isArray(value) ? value.map(withInfinities) : value;
}

function stepError(step: StudyStep, message: string, details: object = {}): VoxmetryError {
  return new VoxmetryError('invalid-argument', message, {
    op: step.operation,
    details: { step: step.id, ...details },
  });
}

/** A step or a source as messages name it: as 'step 3', or the name of the volume. */
function nameOf(study: Study, id: string): string {
  const at = study.steps.findIndex((step) => step.id === id);
  if (at >= 0) return `step ${String(at + 1)}`;
  const source = study.sources.find((each) => each.id === id);
  return source === undefined ? 'a step that is gone' : `the volume '${source.name}'`;
}

/** Why a step cannot use another, or a source. */
function unusable(
  study: Study,
  step: StudyStep,
  id: string,
  errors: ReadonlyMap<string, VoxmetryError>,
  outcome: Outcome | undefined,
  sheets: ReadonlyMap<string, WaitingSheet>,
): VoxmetryError {
  const name = nameOf(study, id);
  const op = step.operation;
  const details = { because: id };
  if (study.sources.some((source) => source.id === id))
    return stepError(step, `${op}: ${name} is not open; open its file again.`, details);
  const at = study.steps.findIndex((each) => each.id === id);
  if (at < 0) return stepError(step, `${op}: it needs ${name}; choose another input.`, details);
  if (at >= study.steps.indexOf(step))
    return stepError(step, `${op}: ${name} comes later; move it up, or choose another.`, details);
  if (errors.get(id)?.details['waits'] === true)
    return stepError(step, `${op}: it needs ${name}, which waits for another step.`, {
      ...details,
      waits: true,
    });
  if (errors.has(id))
    return stepError(step, `${op}: it needs ${name}, which has an error.`, details);
  if (sheets.has(id))
    return stepError(
      step,
      `${op}: ${name} has not been computed; run the measures, and this step goes on from it.`,
      { ...details, waits: true },
    );
  if (outcome === 'value')
    return stepError(step, `${op}: ${name} gives a value and no grid; choose another.`, details);
  return stepError(
    step,
    `${op}: it needs ${name}, which is switched off and cannot be passed by; switch it on.`,
    details,
  );
}

function noSuchCall(
  catalogue: Catalogue,
  study: Study,
  step: StudyStep,
  kind: StepKind,
): VoxmetryError {
  const { operation, on } = step;
  const of = catalogue.all.filter(({ name }) => name === operation).flatMap((each) => each.of);
  if (of.length === 0)
    return stepError(step, `${operation}: this version of the library has no such operation.`);
  const needs = [...new Set(of)].join(' or ');
  return stepError(
    step,
    `${operation}: it works on a ${needs}, and ${nameOf(study, on)} is a ${kind}.`,
  );
}
