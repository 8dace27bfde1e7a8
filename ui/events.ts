// The events of all elements, by name: what `addEventListener` tells the compiler.
import type {
  Axis,
  Camera,
  Clip,
  Histogram,
  IdSet,
  Vec3,
  ViewFrame,
  VoxmetryError,
} from 'voxmetry';
import type { OperationDescription } from 'voxmetry/operations';
import type { ThresholdChange } from './elements/vox-histogram.js';
import type { MeasureTool } from './elements/vox-measure.js';
import type { OptionsDetail } from './elements/vox-op-form.js';
import type { OpenedDetail } from './elements/vox-open.js';
import type { BrushChange } from './elements/vox-plot.js';
import type { WipeDetail } from './elements/vox-recipe.js';
import type { TableExport } from './elements/vox-table.js';
import type { VoxVolumeView } from './elements/vox-volume-view.js';
import type { Measure } from './measures/measure.js';
import type { Profile } from './measures/profile.js';
import type { MeasuredRegion } from './measures/regions.js';
import type { ColumnRange, RowSort } from './numbers/rows.js';
import type { PickDetail } from './views/pointed.js';

/**
 * What the events of the elements carry as `detail`, by their names. Importing `voxmetry/ui` makes
 * them known to `addEventListener`.
 *
 * @example
 * ```ts no-run
 * import 'voxmetry/ui';
 * document.querySelector('vox-slice-view')!.addEventListener('vox-pick', ({ detail }) => {
 *   console.log(detail.position, detail.label);
 * });
 * ```
 */
export interface VoxEvents {
  /** Objects were chosen; null where none is. */
  'vox-select': { readonly ids: IdSet | null };
  /** A voxel was clicked. */
  'vox-pick': PickDetail;
  /** The crosshair was moved. */
  'vox-crosshair': { readonly position: Vec3 };
  /** Another slice is shown. */
  'vox-slice': { readonly axis: Axis; readonly index: number };
  /** The window of grey values was changed by hand. */
  'vox-window': { readonly window: readonly [number, number] | null };
  /** The line between two layers was moved: the share of the picture before it. */
  'vox-divider': { readonly wipe: number };
  /** A frame was drawn. */
  'vox-frame': ViewFrame;
  /** The steps that classify a volume were added to the study. */
  'vox-classify': null;
  /** The view wants all the room. */
  'vox-maximise': null;
  /** What is shown could not be computed. */
  'vox-error': VoxmetryError;
  /** The camera was moved by hand. */
  'vox-camera': { readonly camera: Camera | null };
  /** What is cut away was changed by hand. */
  'vox-clip': { readonly clip: Clip | null };
  /** Another way of drawing in 3D was chosen. */
  'vox-mode': { readonly mode: VoxVolumeView['mode'] };
  /** Rulers, angles or profiles changed. */
  'vox-measures': { readonly measures: readonly Measure[] };
  /** Regions changed. */
  'vox-regions': { readonly regions: readonly MeasuredRegion[] };
  /** The voxels along a profile were read. */
  'vox-profile': Profile & { readonly id: number };
  /** Another tool was chosen by hand. */
  'vox-tool': { readonly tool: MeasureTool | null };
  /** A threshold is dragged, or was set. */
  'vox-threshold': ThresholdChange;
  /** The voxels of a volume were counted. */
  'vox-counted': Histogram;
  /** A window was drawn in a plot. */
  'vox-brush': BrushChange;
  /** Another kind of plot or column was chosen. */
  'vox-plot': null;
  /** Rows are sorted by another column; null for the order of the table. */
  'vox-sort': RowSort | null;
  /** Rows are filtered. */
  'vox-filter': readonly ColumnRange[];
  /** Other columns are shown; null for all. */
  'vox-columns': readonly string[] | null;
  /** The CSV of a table is wanted. */
  'vox-export': TableExport;
  /** All options of a form are right. */
  'vox-options': OptionsDetail;
  /** A volume was opened. */
  'vox-opened': OpenedDetail;
  /** An operation was taken. */
  'vox-operation': OperationDescription;
  /** A palette was closed with nothing taken. */
  'vox-close': null;
  /** A step or a source was chosen. */
  'vox-choose': { readonly id: string };
  /** Two grids, before and after a step, for a view that shows both. */
  'vox-wipe': WipeDetail;
  /** Work is to be cancelled. */
  'vox-cancel': null;
}

type Events = { [Name in keyof VoxEvents]: CustomEvent<VoxEvents[Name]> };

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- it takes what it extends
  interface HTMLElementEventMap extends Events {}
}
