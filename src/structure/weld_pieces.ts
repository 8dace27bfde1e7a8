// A surface from its pieces: vertices in one order, whatever the pieces are, and one for each edge.
import { VoxmetryError } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import type { MeshData } from '../recipe/mesh_data.js';
import type { MeshBox } from './mesh_box.js';
import { measuresOf } from './mesh_measures.js';

/** The triangles of a box, as the GPU gives them. */
export interface MeshPiece {
  readonly box: MeshBox;
  /** Words of a vertex. */
  readonly words: number;
  readonly ofLabels: boolean;
  /** Chunk · 256 + place; then the id of its object, or where on its edge it lies, as f32. */
  readonly vertices: Uint32Array<ArrayBuffer>;
  readonly indices: Uint32Array<ArrayBuffer>;
}

/** Triangles of a mesh at most: their indices take 3 GiB. */
const MOST_TRIANGLES = 2 ** 28;

/** Rejects with `limit` where pieces are too much for one mesh. */
export function checkMeshSize(pieces: readonly MeshPiece[]): void {
  const count = pieces.reduce((sum, { indices }) => sum + indices.length / 3, 0);
  if (count > MOST_TRIANGLES)
    throw new VoxmetryError(
      'limit',
      `mesh: a surface of ${String(count)} triangles or more; ${String(MOST_TRIANGLES)} fit one mesh. Bin or crop the volume, smooth it before the threshold, or mesh fewer objects.`,
      { op: 'mesh', details: { needed: count, available: MOST_TRIANGLES } },
    );
}

/** A piece with the places of its vertices, in voxels: none lies on a voxel. */
interface Placed extends MeshPiece {
  readonly count: number;
  readonly at: Float32Array;
}

function placed(piece: MeshPiece): Placed {
  const { words, ofLabels, vertices } = piece;
  const { first, extent } = piece.box;
  const count = vertices.length / words;
  const at = new Float32Array(3 * count);
  const parts = new Float32Array(vertices.buffer);
  for (let vertex = 0; vertex < count; vertex += 1) {
    const word = vertices[words * vertex]!;
    const chunk = word >>> 8;
    const row = Math.floor(chunk / extent[0]);
    const slice = Math.floor(row / extent[1]);
    at[3 * vertex] = first[0] + 32 * (chunk - row * extent[0]) + (word & 31);
    at[3 * vertex + 1] = first[1] + row - slice * extent[1];
    at[3 * vertex + 2] = first[2] + slice;
    const axis = (word >>> (ofLabels ? 6 : 5)) & 3;
    at[3 * vertex + axis]! += words === 2 && !ofLabels ? parts[2 * vertex + 1]! : 0.5;
  }
  return { ...piece, count, at };
}

/** The voxel that owns a vertex, along an axis. */
const voxelOf = ({ at }: Placed, vertex: number, axis: number): number =>
  Math.floor(at[3 * vertex + axis]!);

/** Whether a vertex is of the piece's own voxels, and not of one behind them. */
const isOwn = (piece: Placed, vertex: number): boolean =>
  voxelOf(piece, vertex, 0) < piece.box.ownEnd[0] &&
  voxelOf(piece, vertex, 1) < piece.box.ownEnd[1] &&
  voxelOf(piece, vertex, 2) < piece.box.ownEnd[2];

/** Whether pieces before may need a vertex. */
const isOnLowFace = (piece: Placed, vertex: number): boolean =>
  [0, 1, 2].some((axis) => voxelOf(piece, vertex, axis) === piece.box.own[axis]);

/** A row of a piece's vertices or triangles, from one to below another. */
interface RunOfRow {
  readonly row: number;
  readonly piece: Placed;
  readonly from: number;
  readonly end: number;
}

/** The runs of equal rows, in raster order. Rows below 0 are left out. */
function runsInOrder(
  pieces: readonly Placed[],
  countOf: (piece: Placed) => number,
  rowOf: (piece: Placed, index: number) => number,
): readonly RunOfRow[] {
  const runs: RunOfRow[] = [];
  for (const piece of pieces) {
    const count = countOf(piece);
    let [from, row] = [0, -1];
    for (let index = 0; index <= count; index += 1) {
      const next = index < count ? rowOf(piece, index) : -1;
      if (next === row) continue;
      if (row >= 0) runs.push({ row, piece, from, end: index });
      [from, row] = [index, next];
    }
  }
  return runs.sort((a, b) => a.row - b.row || a.piece.box.own[0] - b.piece.box.own[0]);
}

/** The vertices of all pieces in one order, with their numbers in it by piece. */
interface Vertices {
  /** In voxels. */
  readonly at: Float32Array<ArrayBuffer>;
  /** Of labels: the object of each. */
  readonly ids: Uint32Array | undefined;
  readonly numbers: ReadonlyMap<Placed, Uint32Array>;
}

/** Vertices in the order of their voxels; those behind a piece are those of the next. */
function weldVertices(pieces: readonly Placed[], { size }: GridMeta): Vertices {
  const rows = size[1] + 1;
  const rowOf = (piece: Placed, vertex: number): number =>
    (voxelOf(piece, vertex, 2) + 1) * rows + voxelOf(piece, vertex, 1) + 1;
  const runs = runsInOrder(
    pieces,
    ({ count }) => count,
    (piece, vertex) => (isOwn(piece, vertex) ? rowOf(piece, vertex) : -1),
  );
  const total = runs.reduce((sum, { from, end }) => sum + end - from, 0);
  const at = new Float32Array(3 * total);
  const ids = pieces.some(({ ofLabels }) => ofLabels) ? new Uint32Array(total) : undefined;
  const numbers = new Map(pieces.map((piece) => [piece, new Uint32Array(piece.count)]));
  // Voxel, axis and side as one number, by which pieces find each other's vertices.
  const keyOf = (piece: Placed, vertex: number): number =>
    8 * (rowOf(piece, vertex) * (size[0] + 1) + voxelOf(piece, vertex, 0) + 1) +
    ((piece.vertices[piece.words * vertex]! >>> 5) & 7);
  const shared = new Map<number, number>();
  let next = 0;
  for (const { piece, from, end } of runs) {
    at.set(piece.at.subarray(3 * from, 3 * end), 3 * next);
    const own = numbers.get(piece)!;
    for (let vertex = from; vertex < end; vertex += 1, next += 1) {
      own[vertex] = next;
      if (ids !== undefined) ids[next] = piece.vertices[2 * vertex + 1]!;
      if (pieces.length > 1 && isOnLowFace(piece, vertex)) shared.set(keyOf(piece, vertex), next);
    }
  }
  if (pieces.length > 1)
    for (const piece of pieces)
      for (let vertex = 0; vertex < piece.count; vertex += 1) {
        if (isOwn(piece, vertex)) continue;
        const owner = shared.get(keyOf(piece, vertex));
        if (owner === undefined)
          throw new VoxmetryError('internal', 'mesh: pieces do not join. Please report it.');
        numbers.get(piece)![vertex] = owner;
      }
  return { at, ids, numbers };
}

/** Triangles in the order of their cells. */
function weldTriangles(
  pieces: readonly Placed[],
  numbers: Vertices['numbers'],
  { size }: GridMeta,
): Uint32Array<ArrayBuffer> {
  // A triangle lies inside its cell, its middle never on a face.
  const cellOf = ({ at, indices }: Placed, triangle: number, axis: number): number =>
    Math.floor(
      (at[3 * indices[3 * triangle]! + axis]! +
        at[3 * indices[3 * triangle + 1]! + axis]! +
        at[3 * indices[3 * triangle + 2]! + axis]!) /
        3,
    );
  const runs = runsInOrder(
    pieces,
    ({ indices }) => indices.length / 3,
    (piece, triangle) =>
      (cellOf(piece, triangle, 2) + 1) * (size[1] + 1) + cellOf(piece, triangle, 1) + 1,
  );
  const all = new Uint32Array(pieces.reduce((sum, { indices }) => sum + indices.length, 0));
  let filled = 0;
  for (const { piece, from, end } of runs) {
    const own = numbers.get(piece)!;
    for (let i = 3 * from; i < 3 * end; i += 1, filled += 1) all[filled] = own[piece.indices[i]!]!;
  }
  return all;
}

/**
 * Joins the pieces of a surface: vertices and triangles in raster order of their voxels and cells,
 * so that nothing depends on the pieces.
 */
export function weldPieces(
  pieces: readonly MeshPiece[],
  meta: GridMeta,
  border: 'closed' | 'open',
): MeshData {
  const parts = pieces.map(placed);
  const { at, ids: idsOfVertices, numbers } = weldVertices(parts, meta);
  const indices = weldTriangles(parts, numbers, meta);
  const ids =
    idsOfVertices === undefined
      ? null
      : Uint32Array.from({ length: indices.length / 3 }, (_, t) => idsOfVertices[indices[3 * t]!]!);
  const { spacing, unit, origin } = meta;
  const measures = measuresOf({ at, scale: spacing, indices, ids, border, unit });
  for (let i = 0; i < at.length; i += 1) at[i] = origin[i % 3]! + spacing[i % 3]! * at[i]!;
  return { positions: at, indices, ids, unit, origin, border, ...measures };
}
