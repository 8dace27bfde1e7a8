// Steps that give a roll or a stack: such a handle waits for the sheet that it is of.
import { rollOf, stackOf, VoxmetryError, type Query, type Roll, type Stack } from 'voxmetry';
import type { SheetKind } from 'voxmetry/operations';
import type { Handle } from './step_handles.js';
import { isStepRef, type StudyStep } from './study.js';

/** A roll or a stack, and what it waits for. */
export interface WaitingSheet {
  readonly kind: SheetKind;
  /** The grid that it is of. */
  readonly on: Handle;
  /** What finds the sheet. */
  readonly query: Query<unknown>;
}

/** Gives the roll or the stack of a step where its sheet has been found. */
export type FindSheet = (step: string, sheet: WaitingSheet) => Roll | Stack | undefined;

/** The operation on an electrode's mask that finds the sheet. */
const FINDING = { roll: 'windings', stack: 'sheets' } as const;

/**
 * What a step that gives a roll or a stack waits for: its sheet is found in the mask of an
 * electrode. `call` calls an operation on the mask of an id.
 */
export function sheetStep(
  step: StudyStep,
  kind: SheetKind,
  on: Handle,
  call: (step: StudyStep, mask: string) => Query<unknown>,
): WaitingSheet {
  const { electrode, ...options } = step.options;
  if (!isStepRef(electrode))
    throw new VoxmetryError(
      'invalid-argument',
      `${step.operation}: electrode is ${JSON.stringify(electrode)}; allowed: a mask.`,
      { op: step.operation, details: { step: step.id, parameter: 'electrode' } },
    );
  return { kind, on, query: call({ ...step, operation: FINDING[kind], options }, electrode.ref) };
}

/** The rolls and stacks whose sheets have been found, by their steps. */
export class FoundSheets {
  readonly #found = new Map<string, WaitingSheet & { readonly made: Roll | Stack }>();

  /** That of a step; undefined where it has not been found, or was of another grid or electrode. */
  readonly of: FindSheet = (step, { on, query }) => {
    const known = this.#found.get(step);
    return known?.on === on && known.query === query ? known.made : undefined;
  };

  /** Makes that of a step, whose query has its value. */
  async make(step: string, sheet: WaitingSheet): Promise<void> {
    // Of the kind that the step is of: what is no such grid, or no such sheet, the library refuses.
    const made =
      sheet.kind === 'roll'
        ? await rollOf(sheet.on as never, sheet.query as never)
        : await stackOf(sheet.on as never, sheet.query as never);
    this.#found.set(step, { ...sheet, made });
  }
}
