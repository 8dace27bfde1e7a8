// A study as data: all that a session keeps, and nothing that is read from a disk or computed.
import type { Dtype, ParamJson, RecipeJson, Vec3 } from 'voxmetry';

/** What the studies of this version say that they are. */
export const STUDY_FORMAT = 'voxmetry-study/1';

/** Plain data by name. */
export type PlainRecord = Readonly<Record<string, ParamJson>>;

/** How the file of a source is opened; as the options of `lab.open`. */
export interface StudyOpening {
  readonly size?: Vec3;
  readonly dtype?: Dtype;
  readonly spacing?: Vec3;
  readonly unit?: string;
  readonly origin?: Vec3;
  readonly dataset?: string;
  readonly channel?: string | number;
  readonly time?: number;
  readonly level?: number;
  readonly headerBytes?: number;
  readonly bigEndian?: boolean;
}

/** What is known of a source once it has been opened. */
export interface StudyFacts {
  readonly format: string;
  readonly size: Vec3;
  readonly dtype: Dtype;
  readonly spacing: Vec3;
  readonly unit: string;
}

/**
 * A volume that was opened, by what it was and not by where it lay: a study names no path and no
 * address, and opens nothing.
 */
export interface StudySource {
  readonly id: string;
  /** The name under which it is opened; no two sources have the same. */
  readonly name: string;
  /** Bytes of the file, or of all of several. */
  readonly bytes: number;
  /** What {@link contentHash} gives of it; '' where it has none, as of a computed sample. */
  readonly hash: string;
  readonly options: StudyOpening;
  readonly facts: StudyFacts | null;
}

/**
 * An option that is another grid or surface, by the id of a source or of a step. A type, which
 * counts as plain data.
 */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface is no ParamJson
export type StepRef = { readonly ref: string };

/** An option that is masks by their names, as the strokes of classes. */
export type NamedRefs = Readonly<Record<string, StepRef>>;

/** One operation, called on a source or on what an earlier step gives. */
export interface StudyStep {
  readonly id: string;
  /** The name of the operation. */
  readonly operation: string;
  /** The id of a source or of an earlier step. */
  readonly on: string;
  /** Arguments and options by name; a handle is a {@link StepRef}, an infinity a string. */
  readonly options: PlainRecord;
  readonly enabled: boolean;
  /** Its user's name for it. */
  readonly title?: string;
}

/** A region of interest: a shape, in physical units. */
export interface StudyRegion {
  readonly id: string;
  readonly name: string;
  readonly shape: PlainRecord;
}

/**
 * Voxels that were painted: bits in tiles of 32³, those alone that have one. A tile's key is its
 * place, `'x,y,z'` in tiles; its value is 4,096 bytes in base64: bit x of the little-endian word
 * y + 32 z is voxel (x, y, z) of the tile.
 */
export interface StudyBrush {
  readonly id: string;
  readonly name: string;
  /** As '#rrggbb'; what shows it chooses one where it is left out. */
  readonly color?: string;
  readonly tiles: Readonly<Record<string, string>>;
}

/** The objects that are chosen. */
export interface StudySelection {
  /** The id of the step whose labels they are; null where none are chosen. */
  readonly of: string | null;
  readonly ids: readonly number[];
}

/** A study. Plain, immutable data without words of a language. */
export interface Study {
  readonly format: typeof STUDY_FORMAT;
  readonly title: string;
  /** The number of the next id: an id is never used again, so that no reference finds another. */
  readonly nextId: number;
  readonly sources: readonly StudySource[];
  readonly steps: readonly StudyStep[];
  /** What views show, by their names. */
  readonly views: Readonly<Record<string, PlainRecord>>;
  readonly selection: StudySelection;
  readonly regions: readonly StudyRegion[];
  readonly brushes: readonly StudyBrush[];
  /** What {@link exportStudy} adds: all measures as one recipe, which the command line runs. */
  readonly recipe?: RecipeJson;
}

/** A study in which nothing has been done. */
export function emptyStudy(title = ''): Study {
  return {
    format: STUDY_FORMAT,
    title,
    nextId: 1,
    sources: [],
    steps: [],
    views: {},
    selection: { of: null, ids: [] },
    regions: [],
    brushes: [],
  };
}

/** Whether the value of an option stands for another grid. */
export function isStepRef(value: unknown): value is StepRef {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 1 &&
    typeof (value as { ref?: unknown }).ref === 'string'
  );
}

/** Whether the value of an option stands for several grids, each with a name. */
export function isNamedRefs(value: unknown): value is NamedRefs {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const parts: readonly unknown[] = Object.values(value);
  return parts.length > 0 && parts.every(isStepRef);
}

/** The ids of all grids that the value of an option stands for. */
export function refsIn(value: unknown): readonly string[] {
  if (isStepRef(value)) return [value.ref];
  return isNamedRefs(value) ? Object.values(value).map(({ ref }) => ref) : [];
}
