// How sure the number of a step is: what the library says of it, as a report takes it.
import { VoxmetryError, type Mask, type Query, type RunOptions } from 'voxmetry';
import { rowsOf } from '../../numbers/result_rows.js';
import type { ReportCertainty } from '../../report/options.js';
import type { Session } from '../../session/session.js';
import { isStepRef, type StudyStep } from '../../session/study.js';

/** The measures that have a certainty, and which number it is of. */
const MEASURES: Readonly<Record<string, 'fraction' | 'surface'>> = {
  fraction: 'fraction',
  porosity: 'fraction',
  surfaceArea: 'surface',
};

/** Estimators of a surface that the sweep of the threshold has too. */
const SWEPT = ['crofton13', 'crofton3', 'faces'] as const;

/** The steps of a study that have a certainty. */
export function certainSteps(session: Session): readonly StudyStep[] {
  const outcomes = session.outcomes.value;
  return session.study.value.steps.filter(
    ({ operation, on, enabled }) =>
      enabled && MEASURES[operation] !== undefined && outcomes.get(on) === 'mask',
  );
}

/** What is found out, and how. */
export interface CertaintyRequest extends RunOptions {
  /** How the number is called. */
  readonly title: string;
  /** By how many grey levels the threshold is moved; undefined for the noise of the volume. */
  readonly delta: number | undefined;
  /** Why the sweep does not fit a surface of another estimator, in words. */
  readonly otherEstimator: string;
}

/**
 * Finds out how sure the number of a step is: its own value and interval, what the threshold does
 * to it, and the volume that is needed. What cannot be told has its reason.
 *
 * @throws VoxmetryError `cancelled`, and what the measure itself rejects with.
 */
export async function findCertainty(
  session: Session,
  step: StudyStep,
  { title, delta, otherEstimator, signal, onProgress }: CertaintyRequest,
): Promise<ReportCertainty | undefined> {
  const { handles, queries } = session.handles.value;
  const query = queries.get(step.id);
  const mask = handles.get(step.on) as Mask | undefined;
  if (query === undefined || mask === undefined) return undefined;
  const measure = MEASURES[step.operation]!;
  const { within: region, estimator = 'crofton13', border = 'open' } = step.options;
  const within = isStepRef(region) ? (handles.get(region.ref) as Mask) : undefined;
  const part = (at: number): RunOptions => ({
    signal,
    onProgress: (fraction) => onProgress?.((at + fraction) / 3),
  });
  const value = await query.run(part(0));
  const [own] = rowsOf(step.operation, value, 'voxels');
  if (own === undefined) return undefined;
  const swept = SWEPT.find((each) => each === estimator);
  const fits = measure === 'fraction' || (swept !== undefined && border === 'open');
  const surface = measure === 'surface' && swept !== undefined ? { estimator: swept } : {};
  const sweep = fits
    ? await settled(() => mask.sensitivity({ delta, within, ...surface }), part(1))
    : { value: null, reason: otherEstimator };
  const needed = await settled(() => mask.representativeVolume({ within }), part(2));
  return {
    title,
    measure,
    value: own.value,
    unit: own.unit,
    sampling: own.interval,
    samplingReason: own.interval === null ? own.reason : '',
    sensitivity: sweep.value,
    sensitivityReason: sweep.reason,
    representative: needed.value,
    representativeReason: needed.reason,
    voxels: countedIn(value),
  };
}

/** The voxels that a measure counted: of the volume, or of its region. */
function countedIn(value: unknown): number {
  const { total } = value as { readonly total: number | { readonly total: number } };
  return typeof total === 'number' ? total : total.total;
}

/** The value of a query, or why there is none. */
async function settled<T>(
  ask: () => Query<T>,
  options: RunOptions,
): Promise<{ readonly value: T | null; readonly reason: string }> {
  try {
    return { value: await ask().run(options), reason: '' };
  } catch (thrown) {
    const error = VoxmetryError.from(thrown);
    if (error.code === 'cancelled') throw error;
    return { value: null, reason: error.message };
  }
}
