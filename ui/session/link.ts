import { signal, type Signal } from '@preact/signals-core';
import type { IdSet, Vec3 } from 'voxmetry';

/**
 * What linked elements share: those that have the same link show the same crosshair and the same
 * chosen objects, whoever changes them.
 *
 * @example
 * ```ts no-run
 * import { Link } from 'voxmetry/ui';
 * const link = new Link();
 * for (const view of document.querySelectorAll('vox-slice-view')) view.link = link;
 * document.querySelector('vox-table')!.link = link;
 * ```
 */
export class Link {
  /** The point where the slices cross, in the unit of the grids; null before one is chosen. */
  readonly crosshair: Signal<Vec3 | null> = signal(null);
  /** The ids of the chosen objects; null where none is chosen, and all are shown alike. */
  readonly selected: Signal<IdSet | null> = signal(null);
  /** The ids of objects that are not drawn; null where all are. */
  readonly hidden: Signal<IdSet | null> = signal(null);
  /** The object under the pointer; null where there is none. */
  readonly hovered: Signal<number | null> = signal(null);
}
