// What a classifier says of a volume, as layers of slices. No page.
import { computed, type ReadonlySignal } from '@preact/signals-core';
import type { Classifier, Phases, SliceLayer, Volume } from 'voxmetry';
import { trainingOf } from '../../session/classes.js';
import type { Session } from '../../session/session.js';
import { colorOf } from './painting.js';

/** What slices show of a classifier. */
export const SHOWN = ['nothing', 'prediction', 'uncertainty'] as const;
export type ShownOfClasses = (typeof SHOWN)[number];

/** A classifier and what it is applied to. */
export interface Applied {
  readonly classifier: Classifier;
  readonly volume: Volume;
}

/** The classifier of the training of a session, as it is now; undefined where it has none. */
export function classifierNow(session: Session): Applied | undefined {
  const training = trainingOf(session.study.value);
  if (training === undefined) return undefined;
  const { handles } = session.handles.value;
  const classifier = handles.get(training.id) as Classifier | undefined;
  const volume = handles.get(training.on) as Volume | undefined;
  return classifier === undefined || volume === undefined ? undefined : { classifier, volume };
}

/** Grids of a classifier, made once: the same handle while nothing changes. */
function gridsOf(): (applied: Applied, what: 'prediction' | 'uncertainty') => Phases | Volume {
  const made = new WeakMap<Classifier, Map<string, Phases | Volume>>();
  return ({ classifier, volume }, what) => {
    const known = made.get(classifier) ?? new Map<string, Phases | Volume>();
    made.set(classifier, known);
    const grid =
      known.get(what) ??
      (what === 'prediction' ? volume.classify(classifier) : volume.uncertainty(classifier));
    known.set(what, grid);
    return grid;
  };
}

/**
 * The layers over the scan. Only the voxels of the slices that are shown are ever computed.
 *
 * @param session - Whose classes have the colours.
 * @param applied - The classifier that is shown.
 * @param what - What is shown of it.
 * @param opacity - Of what is shown, 0 to 1.
 */
export function classLayers(
  session: () => Session | null,
  applied: ReadonlySignal<Applied | undefined>,
  what: ReadonlySignal<ShownOfClasses>,
  opacity: ReadonlySignal<number>,
): ReadonlySignal<readonly SliceLayer[]> {
  const grids = gridsOf();
  return computed(() => {
    const now = applied.value;
    const shown = what.value;
    const study = session()?.study.value;
    if (now === undefined || shown === 'nothing' || study === undefined) return [];
    const grid = grids(now, shown);
    if (shown === 'prediction') {
      const { names } = grid as Phases;
      const colors = Object.fromEntries(
        study.brushes
          .filter(({ name }) => names.includes(name))
          .map((brush) => [brush.name, colorOf(brush, study.brushes.indexOf(brush))]),
      );
      return [{ grid: grid as Phases, colors, fill: opacity.value, outline: opacity.value }];
    }
    // Of k classes, no voxel is less sure than 1 − 1/k.
    const classes = Math.max(2, now.classifier.names.length);
    return [
      {
        ...{ grid: grid as Volume, colors: 'magma', window: [0, 1 - 1 / classes] },
        opacity: opacity.value,
      },
    ];
  });
}
