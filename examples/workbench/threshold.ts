// The histogram and the threshold of the recipe are one: what a handle says is what the step does.
import { effect, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Dtype, Mask, Volume } from 'voxmetry';
import { addStep, type Study, type StudyStep } from 'voxmetry/session';
import type { ThresholdChange } from 'voxmetry/ui';
import type { Workbench } from './state.js';

/** Operations that find a threshold, each `value > t`. */
const AUTOMATIC: readonly string[] = ['otsu', 'li', 'yen', 'triangle', 'isodata', 'minimumError'];

/** The step whose threshold the histogram shows: the chosen one, else the first. */
export function thresholdStep({ session }: Workbench): StudyStep | undefined {
  const { steps } = session.study.value;
  const { kinds } = session.handles.value;
  const has = ({ id, operation, enabled }: StudyStep): boolean =>
    enabled &&
    kinds.get(id) === 'mask' &&
    (operation === 'threshold' || AUTOMATIC.includes(operation));
  const all = steps.filter(has);
  return all.find(({ id }) => id === session.chosen.value) ?? all[0];
}

/** The volume whose grey values the histogram shows: what is cut, or the scan. */
export function cutVolume(bench: Workbench): Volume | undefined {
  const step = thresholdStep(bench);
  if (step === undefined) return bench.scan.value;
  return bench.session.handles.value.handles.get(step.on) as Volume | undefined;
}

/** The thresholds as the histogram shows them: each the least value of its brighter side. */
export function thresholdsOf(bench: Workbench): ReadonlySignal<readonly number[]> {
  const found = signal<readonly number[]>([]);
  const known = new WeakMap<Mask, readonly number[]>();
  effect(() => {
    const step = thresholdStep(bench);
    const volume = cutVolume(bench);
    if (step === undefined || volume === undefined) {
      found.value = [];
      return;
    }
    if (step.operation === 'threshold') {
      const { lo, hi } = step.options;
      found.value = [
        ...(typeof lo === 'number' ? [lo] : []),
        ...(typeof hi === 'number' ? [nextAbove(hi, volume.dtype)] : []),
      ];
      return;
    }
    const mask = bench.session.handles.value.handles.get(step.id) as Mask | undefined;
    if (mask === undefined) return;
    const before = known.get(mask);
    if (before !== undefined) {
      found.value = before;
      return;
    }
    mask.thresholds().then(
      (values) => {
        const above = values.map((t) => nextAbove(t, volume.dtype));
        known.set(mask, above);
        if (bench.session.handles.peek().handles.get(step.id) === mask) found.value = above;
      },
      () => {
        // What is wrong with the step stands at the step.
        found.value = [];
      },
    );
  });
  return found;
}

/** The least value of a type above another. */
export function nextAbove(value: number, dtype: Dtype): number {
  if (dtype !== 'f32') return Math.floor(value) + 1;
  const float = new Float32Array([value + 0]);
  const bits = new Int32Array(float.buffer);
  if (float[0]! > value) return float[0]!;
  bits[0]! += float[0]! < 0 ? -1 : 1;
  return float[0]!;
}

/** Gives what the handles say to the step; an automatic method becomes a fixed threshold. */
export function moveThreshold(
  { session }: Workbench,
  step: StudyStep | undefined,
  source: string | undefined,
  { bands, thresholds, final }: ThresholdChange,
  title: string,
): void {
  if (thresholds.length === 0 || source === undefined) return;
  // Of one threshold the brighter side, or the darker where the step asked for that; of more, what
  // lies between the first two.
  const darker =
    thresholds.length === 1 &&
    step?.operation === 'threshold' &&
    step.options['lo'] === undefined &&
    step.options['hi'] !== undefined;
  const { lo, hi } = bands[darker ? 0 : 1]!;
  const options = { ...(lo === null ? {} : { lo }), ...(hi === null ? {} : { hi }) };
  session.edit(
    title,
    (study): Study => {
      if (step === undefined)
        return addStep(study, session.catalogue, {
          operation: 'threshold',
          on: source,
          options,
        })[0];
      const changed = { ...step, operation: 'threshold', options };
      return { ...study, steps: study.steps.map((each) => (each.id === step.id ? changed : each)) };
    },
    'threshold',
  );
  if (final) session.endMerge();
}
