// What a caller says of a view: the states of recipe/view/state.ts with handles in place of the
// recipe's outputs, and with defaults.
import type { Axis, Vec3 } from '../../recipe/geometry.js';
import type {
  Camera,
  Clip,
  Color,
  LabelsLayerState,
  MaskLayerState,
  ObliquePlane,
  PhasesLayerState,
  SpaceLabelsLayerState,
  SpaceMaskLayerState,
  SpacePhasesLayerState,
  SpaceVolumeLayerState,
  VolumeLayerState,
} from '../../recipe/view/state.js';
import type { Labels, Mask, Phases, Volume } from '../handles.js';

type Said<S> = Omit<S, 'kind' | 'output' | 'window' | 'selected' | 'hidden'>;

/** The intensities of the first and the last colour. */
interface Windowed {
  /**
   * The intensities of the first and the last colour. Default: the 0.1 and 99.9 percentiles of the
   * middle z slice, read once for each volume.
   */
  readonly window?: readonly [lo: number, hi: number] | undefined;
}

/** Which ids are drawn how. */
interface Chosen {
  /** Ids that are drawn bright, the others dimmed; nothing is dimmed where there is none. */
  readonly selected?: Iterable<number> | undefined;
  /** Ids that are not drawn. */
  readonly hidden?: Iterable<number> | undefined;
}

/** Intensities in a slice. */
export interface VolumeLayer extends Said<VolumeLayerState>, Windowed {
  readonly grid: Volume;
}

/** A mask in a slice, in one colour. */
export interface MaskLayer extends Said<MaskLayerState> {
  readonly grid: Mask;
}

/** Phases in a slice, a colour each. */
export interface PhasesLayer extends Said<PhasesLayerState> {
  readonly grid: Phases;
  /** The names of phases that are not drawn. */
  readonly hidden?: readonly string[] | undefined;
}

/** Labels in a slice, a stable colour for each id. */
export interface LabelsLayer extends Said<LabelsLayerState>, Chosen {
  readonly grid: Labels;
}

/** A layer of a slice. Its kind follows from its grid. */
export type SliceLayer = VolumeLayer | MaskLayer | PhasesLayer | LabelsLayer;

/**
 * A slice: a plane of voxels across an axis, or an oblique plane. All layers have the same size,
 * spacing, unit and origin, and are drawn in their order.
 */
export interface SliceSpec {
  readonly kind?: 'slice' | undefined;
  /** One to 16 layers, of up to seven grids. */
  readonly layers: readonly SliceLayer[];
  /**
   * The axis across the slice, default 'z'. The picture shows, right and down, x and y across z, x
   * and z across y, y and z across x.
   */
  readonly axis?: Axis | undefined;
  /** The index of the voxels along the axis. Default the middle. */
  readonly index?: number | undefined;
  /** Instead of axis and index. */
  readonly oblique?: ObliquePlane | undefined;
  /** The position in the middle of the picture. Default the middle of the volume. */
  readonly centre?: Vec3 | undefined;
  /** Length per pixel. Default: the whole slice fits. */
  readonly unitsPerPixel?: number | undefined;
  /** Where the wipe is, as a fraction of the picture's width; no wipe where it is left out. */
  readonly wipe?: number | undefined;
  /** Default '#000000'. */
  readonly background?: Color | undefined;
}

/** Intensities in a scene. */
export interface SpaceVolumeLayer extends Said<SpaceVolumeLayerState>, Windowed {
  readonly grid: Volume;
}

/** The surface of a mask in a scene. */
export interface SpaceMaskLayer extends Said<SpaceMaskLayerState> {
  readonly grid: Mask;
}

/** The surfaces of phases in a scene. */
export interface SpacePhasesLayer extends Said<SpacePhasesLayerState> {
  readonly grid: Phases;
  /** The names of phases that are not drawn. */
  readonly hidden?: readonly string[] | undefined;
}

/** The surfaces of labels in a scene. */
export interface SpaceLabelsLayer extends Said<SpaceLabelsLayerState>, Chosen {
  readonly grid: Labels;
}

/** A layer of a scene. Its kind follows from its grid. */
export type SpaceLayer = SpaceVolumeLayer | SpaceMaskLayer | SpacePhasesLayer | SpaceLabelsLayer;

/** A scene in 3D. */
export interface SpaceSpec {
  readonly kind: 'space';
  readonly layers: readonly SpaceLayer[];
  /** Default: the whole volume from a corner, with parallel rays. */
  readonly camera?: Camera | undefined;
  readonly clip?: Clip | undefined;
  /** While it moves, a view may draw at a lower resolution. Default false. */
  readonly moving?: boolean | undefined;
  /** Default '#000000'. */
  readonly background?: Color | undefined;
}

/** What a view shows. */
export type ViewSpec = SliceSpec | SpaceSpec;
