// What the elements that paint classes share: which class is painted, with what, and what of it is
// an edit of the study. No page.
import { signal, type Signal } from '@preact/signals-core';
import { addTraining, paintedClasses, setBrushes, trainingOf } from '../../session/classes.js';
import type { Session } from '../../session/session.js';
import type { Study, StudyBrush } from '../../session/study.js';
import { phaseColor } from '../../numbers/phase_colors.js';

/** Radii of a brush, in voxels; 0 paints one voxel. */
export const MOST_RADIUS = 60;

/** What is painted, and how; one for all slices of a page. */
export class Painting {
  /** Whether slices are painted on. */
  readonly active: Signal<boolean> = signal(false);
  /** The id of the class that is painted; null for the first. */
  readonly chosen: Signal<string | null> = signal(null);
  /** Radius of the brush, in voxels of the least spacing. */
  readonly radius: Signal<number> = signal(3);
  /** Whether strokes are wiped away. */
  readonly erasing: Signal<boolean> = signal(false);
  /** Whether the training follows every stroke. */
  readonly live: Signal<boolean> = signal(true);

  /** The class that is painted. */
  classIn({ brushes }: Study): StudyBrush | undefined {
    return brushes.find(({ id }) => id === this.chosen.value) ?? brushes[0];
  }

  /** Makes the radius larger or smaller, by a quarter and a voxel at least. */
  resize(larger: boolean): void {
    const { value } = this.radius;
    const step = Math.max(1, Math.round(value / 4));
    this.radius.value = Math.min(MOST_RADIUS, Math.max(0, value + (larger ? step : -step)));
  }

  /**
   * Makes the brushes of a stroke one edit. Where the training is live, the step that learns from
   * strokes is added with the first stroke of a second class.
   *
   * @param source - The id of the volume that is learnt from.
   */
  commit(
    session: Session,
    title: string,
    brushes: readonly StudyBrush[],
    source: string | undefined,
  ): void {
    session.edit(title, (study) => {
      const next = setBrushes(study, brushes);
      const isReady = this.live.value && paintedClasses(next).length > 1;
      if (next === study || !isReady || source === undefined) return next;
      return trainingOf(next) === undefined
        ? addTraining(next, session.catalogue, source)[0]
        : next;
    });
  }
}

/** The colour of a brush: its own, else that of its place. */
export function colorOf(brush: StudyBrush, place: number): `#${string}` {
  return (brush.color ?? phaseColor(place)) as `#${string}`;
}

/** The source of a study that is open: the last. */
export function openSource(session: Session): string | undefined {
  const volumes = session.volumes.value;
  return session.study.value.sources.findLast(({ id }) => volumes.has(id))?.id;
}
