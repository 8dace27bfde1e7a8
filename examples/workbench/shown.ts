// What the page shows beside what the workbench holds.
import type { ReadonlySignal } from '@preact/signals-core';
import type { SliceLayer, SpaceLayer } from 'voxmetry';
import type { Layer } from './layers.js';

/** What the page shows beside what the workbench holds. */
export interface Shown {
  readonly layers: ReadonlySignal<readonly Layer[]>;
  readonly slices: ReadonlySignal<readonly SliceLayer[]>;
  readonly scene: ReadonlySignal<readonly SpaceLayer[]>;
  readonly thresholds: ReadonlySignal<readonly number[]>;
  /** Lets the user choose a file of a study or a report, which is then opened. */
  readonly chooseStudy: () => void;
  /** The one element that opens volumes. */
  readonly opener: HTMLElementTagNameMap['vox-open'];
}
