import type { VoxmetryError } from '../errors.js';
import type { Axis, Vec3 } from '../geometry.js';
import type { RecipeJson } from '../json.js';

// What a view shows, as plain data: it crosses to the worker, and a study stores it. Positions and
// lengths are in the unit of the grids. All layers of a view have the same size and spacing.

/** The names of the colour maps: perceptually even, and safe for the colour-blind. */
export type ColorMap = 'grey' | 'viridis' | 'cividis' | 'magma' | 'batlow';

/** A colour as '#rrggbb'. */
export type Color = `#${string}`;

/** Which side of the wipe shows a layer; both sides where nothing is said. */
export type WipeSide = 'before' | 'after';

/** What all layers state. */
interface LayerState {
  /** The recipe's output that the layer shows. */
  readonly output: string;
  /** 0 hides the layer, 1 shows it in full. Default 1. */
  readonly opacity?: number | undefined;
  readonly side?: WipeSide | undefined;
}

/** Intensities in a colour map. */
export interface VolumeLayerState extends LayerState {
  readonly kind: 'volume';
  /** The intensities of the first and the last colour. */
  readonly window: readonly [lo: number, hi: number];
  /** Default 'grey'. */
  readonly colors?: ColorMap | undefined;
  /** 'nearest', the default, shows the voxels that are measured; 'linear' smooths. */
  readonly interpolation?: 'nearest' | 'linear' | undefined;
  /** 'add' adds the colours to those below, as of channels. Default 'over'. */
  readonly blend?: 'over' | 'add' | undefined;
}

/** How regions are filled and outlined. */
interface RegionStyle {
  /** Opacity of the inside, 0…1. Default 0.4. */
  readonly fill?: number | undefined;
  /** Opacity of the outline, 0…1, one pixel wide or more. Default 1. */
  readonly outline?: number | undefined;
}

/** A mask in one colour. */
export interface MaskLayerState extends LayerState, RegionStyle {
  readonly kind: 'mask';
  /** Default '#e69f00'. */
  readonly color?: Color | undefined;
}

/** Phases, a colour each. */
export interface PhasesLayerState extends LayerState, RegionStyle {
  readonly kind: 'phases';
  /** By the names of the phases; those left out get a colour of Okabe and Ito. */
  readonly colors?: Readonly<Record<string, Color>> | undefined;
  /** The names of phases that are not drawn. */
  readonly hidden?: readonly string[] | undefined;
}

/** Labels, a stable colour for each id. */
export interface LabelsLayerState extends LayerState, RegionStyle {
  readonly kind: 'labels';
  /** Ids that are drawn bright, the others dimmed; as bits, id 0 in the lowest of word 0. */
  readonly selected?: Uint32Array | undefined;
  /** Ids that are not drawn, as bits. */
  readonly hidden?: Uint32Array | undefined;
}

export type SliceLayerState =
  VolumeLayerState | MaskLayerState | PhasesLayerState | LabelsLayerState;

/** A plane through the volume, in physical directions of length 1. */
export interface ObliquePlane {
  /** A point of the plane. */
  readonly point: Vec3;
  /** Where the picture's right and its down point to; at a right angle. */
  readonly right: Vec3;
  readonly down: Vec3;
}

/** A slice: a plane of voxels across an axis, or an oblique plane. */
export interface SliceState {
  readonly kind: 'slice';
  readonly layers: readonly SliceLayerState[];
  /**
   * The axis across the slice. The picture shows, right and down, x and y across z, x and z across
   * y, y and z across x.
   */
  readonly axis: Axis;
  /** The index of the voxels along the axis. */
  readonly index: number;
  /** Instead of axis and index. */
  readonly oblique?: ObliquePlane | undefined;
  /** The point in the middle of the picture. Default the middle of the volume. */
  readonly centre?: Vec3 | undefined;
  /** Length per pixel; the whole slice fits the picture where it is left out. */
  readonly unitsPerPixel?: number | undefined;
  /** Where the wipe is, as a fraction of the picture's width; no wipe where it is left out. */
  readonly wipe?: number | undefined;
  /** Default '#000000'. */
  readonly background?: Color | undefined;
}

/** Intensities in 3D. */
export interface SpaceVolumeLayerState extends LayerState {
  readonly kind: 'volume';
  /** An isosurface at a level; the largest value along each ray; or emission and absorption. */
  readonly mode: 'surface' | 'maximum' | 'density';
  /** The intensities of the first and the last colour. */
  readonly window: readonly [lo: number, hi: number];
  /** The intensity of the surface. Default the middle of the window. */
  readonly level?: number | undefined;
  /** Default 'grey'. */
  readonly colors?: ColorMap | undefined;
  /** Of a surface; default '#d0d0d0'. */
  readonly color?: Color | undefined;
}

/** The surface of a mask. */
export interface SpaceMaskLayerState extends LayerState {
  readonly kind: 'mask';
  readonly color?: Color | undefined;
}

/** The surfaces of labels, a stable colour for each id. */
export interface SpaceLabelsLayerState extends LayerState {
  readonly kind: 'labels';
  readonly selected?: Uint32Array | undefined;
  readonly hidden?: Uint32Array | undefined;
}

/** The surfaces of phases, a colour each. */
export interface SpacePhasesLayerState extends LayerState {
  readonly kind: 'phases';
  readonly colors?: Readonly<Record<string, Color>> | undefined;
  readonly hidden?: readonly string[] | undefined;
}

export type SpaceLayerState =
  SpaceVolumeLayerState | SpaceMaskLayerState | SpaceLabelsLayerState | SpacePhasesLayerState;

/** From where a scene is seen. */
export interface Camera {
  /** The point in the middle of the picture. */
  readonly target: Vec3;
  /** The camera's turn, a quaternion x, y, z, w; (0, 0, 0, 1) looks along +z with y down. */
  readonly rotation: readonly [x: number, y: number, z: number, w: number];
  /** The length that the picture's height shows, at the target. */
  readonly height: number;
  /** The vertical angle of view in degrees; parallel rays where it is left out. */
  readonly perspective?: number | undefined;
}

/** What of a scene is cut away; the cut faces show the slice of the first volume. */
export interface Clip {
  /** The box that stays. */
  readonly box?: { readonly origin: Vec3; readonly size: Vec3 } | undefined;
  /** The half-space behind the plane stays, against its normal. */
  readonly plane?: { readonly point: Vec3; readonly normal: Vec3 } | undefined;
}

/** A scene in 3D. */
export interface SpaceState {
  readonly kind: 'space';
  readonly layers: readonly SpaceLayerState[];
  /** Default: the whole volume from a corner, with parallel rays. */
  readonly camera?: Camera | undefined;
  readonly clip?: Clip | undefined;
  /** While it moves, a view may draw at a lower resolution. Default false. */
  readonly moving?: boolean | undefined;
  /** Default '#000000'. */
  readonly background?: Color | undefined;
}

export type ViewState = SliceState | SpaceState;

/** What a view is told: the state, and the recipe whose outputs its layers show. */
export interface ViewRequest {
  readonly recipe: RecipeJson;
  readonly state: ViewState;
  /** Of the canvas, in its own pixels. */
  readonly size: readonly [width: number, height: number];
}

/** What is known of a frame that has been drawn. */
export interface ViewFrame {
  readonly width: number;
  readonly height: number;
  /** Length per pixel, at the target of a camera. */
  readonly unitsPerPixel: number;
  /**
   * Voxels, along the axis where they are most, that one sample of the picture's source stands for:
   * 1 at full resolution, 4 where a scene is drawn of a volume binned by 4.
   */
  readonly binning: number;
  /** Whether a finer frame of the same state follows. */
  readonly preliminary: boolean;
  /** Milliseconds from the start of drawing to the end. */
  readonly ms: number;
}

/** What lies under a pixel. */
export interface Picked {
  /** The voxel. */
  readonly index: Vec3;
  /** Its point on the plane or the surface, in the unit of the grids. */
  readonly position: Vec3;
  /** For each layer by its place, the voxel's value: intensity, 0 or 1, phase's code, label. */
  readonly values: readonly number[];
}

/** How a picture is made. */
export interface PictureOptions {
  readonly width: number;
  readonly height: number;
  /** Whether a scale bar is drawn, with its length and unit. Default false. */
  readonly scaleBar?: boolean | undefined;
}

/** A picture: RGBA, 8 bits, rows from the top; `new ImageData(data, width)` takes it. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Who is told of what a view draws: of each frame, also those that nobody asked for. */
export interface ViewListener {
  frame(frame: ViewFrame): void;
  error(error: VoxmetryError): void;
}

/** A view at the backend; it shows nothing until it is told a state. */
export interface BackendView {
  /**
   * Shows a state; resolves with the frame that shows it or a later one. Without a canvas nothing
   * is drawn.
   */
  set(request: ViewRequest): Promise<ViewFrame>;
  /**
   * What lies under a pixel of the canvas, of the state that was set last; undefined beside the
   * volume.
   */
  pick(x: number, y: number): Promise<Picked | undefined>;
  picture(options: PictureOptions): Promise<Picture>;
  /** Frees what the view holds. The canvas keeps its last picture. */
  dispose(): void;
}
