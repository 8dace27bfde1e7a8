// Boxes of a volume in which a surface is found at once, and how many triangles they may hold.
import { map3, regionEnd, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';

/** A box of voxels and the cells above them, as the kernels of meshes take it; −1 is outside. */
export interface MeshBox {
  /** The first voxel of the first chunk of 32. */
  readonly first: Vec3;
  /** Chunks along x, rows, slices; with the voxels behind the box whose vertices its cells take. */
  readonly extent: Vec3;
  /** The first voxel that is the box's own. */
  readonly own: Vec3;
  /** The end of its own voxels. */
  readonly ownEnd: Vec3;
  /** The end of the voxels whose vertices its cells take. */
  readonly vertexEnd: Vec3;
  /** The end of its cells, by their lower corners. */
  readonly cellEnd: Vec3;
  /** The end of the voxels whose edge along each axis is one of the box. */
  readonly reach: Vec3;
}

/**
 * The box of a region: it owns the cells whose lower corner it holds, and where the border is
 * closed those before the volume.
 */
export function meshBoxOf(region: Region, size: Vec3, border: 'closed' | 'open'): MeshBox {
  const closed = border === 'closed';
  const ownEnd = regionEnd(region);
  const own = map3((i) => (closed && region.origin[i] === 0 ? -1 : region.origin[i]));
  const last = map3((i) => (closed ? size[i] : size[i] - 1));
  const vertexEnd = map3((i) => Math.min(ownEnd[i] + 1, size[i]));
  const first: Vec3 = [32 * Math.floor(own[0] / 32), own[1], own[2]];
  return {
    first,
    extent: [
      Math.ceil((vertexEnd[0] - first[0]) / 32),
      vertexEnd[1] - own[1],
      vertexEnd[2] - own[2],
    ],
    own,
    ownEnd,
    vertexEnd,
    cellEnd: map3((i) => Math.min(ownEnd[i], last[i])),
    reach: map3((i) => Math.min(ownEnd[i], last[i])),
  };
}

/** The two halves of a region along z, or along y where it is one slice; none of a row. */
export function halves(region: Region): readonly [Region, Region] | undefined {
  const axis = region.size[2] > 1 ? 2 : region.size[1] > 1 ? 1 : undefined;
  if (axis === undefined) return undefined;
  const low = Math.ceil(region.size[axis] / 2);
  const part = (from: number, length: number): Region => ({
    origin: map3((i) => region.origin[i] + (i === axis ? from : 0)),
    size: map3((i) => (i === axis ? length : region.size[i])),
  });
  return [part(0, low), part(low, region.size[axis] - low)];
}

/** How the parts of a mesh are stored on the GPU. */
export interface MeshWords {
  /** Words of a chunk's record. */
  readonly record: number;
  /** Words of a vertex. */
  readonly vertex: number;
  /** Vertices that a voxel may own, and triangles that a cell may have. */
  readonly most: { readonly vertices: number; readonly triangles: number };
}

/** Of masks; with where on its edge each vertex lies, where a volume says. */
export const MASK_WORDS: MeshWords = {
  record: 5,
  vertex: 1,
  most: { vertices: 3, triangles: 5 },
};
/** Of a volume at a level. */
export const LEVEL_WORDS: MeshWords = { ...MASK_WORDS, vertex: 2 };
/** Of labels: a cell's twelve edges have 24 vertices at most, and a polygon two triangles less. */
export const LABEL_WORDS: MeshWords = {
  record: 8,
  vertex: 2,
  most: { vertices: 6, triangles: 22 },
};

/** Chunks of a box at most: the records of two million take 40 to 64 MiB. */
const MOST_CHUNKS = 2 ** 21;
/** Bytes of all vertices, and of all triangles, that a box gives at most. */
const MOST_BYTES = 2 ** 26;
/** Bytes per voxel that most boxes give at most. */
const USUAL_BYTES = 4;

/** What a region's boxes allocate at most. */
export interface MeshRoom {
  readonly chunks: number;
  readonly vertexBytes: number;
  readonly triangleBytes: number;
}

/**
 * The room that the boxes of a region are given. A box that has more chunks, vertices or triangles
 * is halved; a row of voxels always fits.
 */
export function meshRoom(region: Region, size: Vec3, words: MeshWords): MeshRoom {
  const worst = (part: Region): MeshRoom => {
    const chunks = volumeOf(meshBoxOf(part, size, 'closed').extent);
    return {
      chunks,
      vertexBytes: 32 * chunks * words.most.vertices * 4 * words.vertex,
      triangleBytes: 32 * chunks * words.most.triangles * 12,
    };
  };
  const row = worst({ origin: region.origin, size: [region.size[0], 1, 1] });
  const whole = worst(region);
  const bounded = (least: number, most: number): number =>
    Math.min(most, Math.max(least, Math.min(MOST_BYTES, USUAL_BYTES * volumeOf(region.size))));
  return {
    chunks: Math.min(whole.chunks, Math.max(row.chunks, MOST_CHUNKS)),
    vertexBytes: bounded(row.vertexBytes, whole.vertexBytes),
    triangleBytes: bounded(row.triangleBytes, whole.triangleBytes),
  };
}
