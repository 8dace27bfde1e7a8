// Marching cubes on the GPU: counted, numbered by a scan, and written, box by box.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { bufferBytes, bytesOf, implementReduce, type GpuGrid } from '../implement/index.js';
import { scanCounts } from '../kernels/counts/index.js';
import { MESH_TILE } from '../kernels/shared/index.js';
import {
  meshCountLabels,
  meshCountMask,
  meshEmitLabels,
  meshEmitMask,
} from '../kernels/structure/index.js';
import { codeOf } from '../recipe/dtype.js';
import { growRegion, volumeOf, type Region } from '../recipe/geometry.js';
import { marchingCubesTriangles } from '../stats/marching_cubes.js';
import {
  halves,
  LABEL_WORDS,
  LEVEL_WORDS,
  MASK_WORDS,
  meshBoxOf,
  meshRoom,
  type MeshBox,
  type MeshRoom,
  type MeshWords,
} from './mesh_box.js';
import { meshSurface } from './mesh_surface.js';
import { checkMeshSize, weldPieces, type MeshPiece } from './weld_pieces.js';

/** Words of the scan's state, of which the last is the total. */
const STATE_WORDS = 4;
const TOTAL = 3;

interface Found {
  readonly grid: GpuGrid;
  readonly values: GpuGrid | undefined;
  readonly level: number | null;
  readonly border: 'closed' | 'open';
}

/** {@link meshSurface} on the GPU. */
export const meshSurfaceOnGpu = implementReduce(meshSurface, {
  temporaries: (region, { metas: { grid, values } }) => {
    const words = wordsFor(grid.storage === 'u32', values !== undefined);
    const { chunks, vertexBytes, triangleBytes } = meshRoom(region, grid.size, words);
    const tiles = Math.ceil(chunks / MESH_TILE);
    return bufferBytes([
      8192,
      4 * words.record * chunks,
      ...[4 * tiles, 4 * tiles, 4 * STATE_WORDS, 4 * STATE_WORDS],
      vertexBytes,
      triangleBytes,
    ]);
  },
  partial: async ({ run, inputs: { grid, values }, params: { border, level }, region }) => {
    const words = wordsFor(grid.meta.storage === 'u32', values !== undefined);
    const table = triangleTable(grid.meta.spacing);
    const triangles = run.alloc(table.byteLength, 'triangles of cells');
    run.upload(triangles, table);
    const room = meshRoom(region, grid.meta.size, words);
    const pieces: MeshPiece[] = [];
    const todo = [region];
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      const found = await meshOf(run, { grid, values, level, border }, next, triangles, {
        words,
        room,
      });
      if (found !== undefined) pieces.push(found);
      else todo.push(...halves(next)!.toReversed());
    }
    run.free(triangles);
    checkMeshSize(pieces);
    return pieces;
  },
  merge: (a, b) => {
    const both = [...a, ...b];
    checkMeshSize(both);
    return both;
  },
  finish: (pieces, { params: { border }, metas: { grid } }) => weldPieces(pieces, grid, border),
});

function wordsFor(ofLabels: boolean, ofVolume: boolean): MeshWords {
  return ofLabels ? LABEL_WORDS : ofVolume ? LEVEL_WORDS : MASK_WORDS;
}

/** Eight words for each kind of cell: how many triangles, then each, a byte per edge. */
function triangleTable(
  spacing: Parameters<typeof marchingCubesTriangles>[0],
): Uint32Array<ArrayBuffer> {
  const table = new Uint32Array(8 * 256);
  marchingCubesTriangles(spacing).forEach((triangles, code) => {
    table[8 * code] = triangles.length;
    triangles.forEach((edges, t) => {
      edges.forEach((name, j) => {
        const lower = Math.floor(name / 8);
        const axis = Math.log2((name % 8) - lower);
        table[8 * code + 1 + t]! |= (lower | (axis << 3)) << (8 * j);
      });
    });
  });
  return table;
}

/** The triangles of a region; undefined where it has too many, or too many chunks, for its room. */
async function meshOf(
  run: Run,
  found: Found,
  region: Region,
  triangles: PooledBuffer,
  { words, room }: { readonly words: MeshWords; readonly room: MeshRoom },
): Promise<MeshPiece | undefined> {
  const { grid, border } = found;
  const box = meshBoxOf(region, grid.meta.size, border);
  const chunks = volumeOf(box.extent);
  if (chunks > room.chunks) return undefined;
  const tiles = Math.ceil(chunks / MESH_TILE);
  const buffers = {
    triangles,
    records: run.alloc(4 * words.record * chunks, 'records of chunks'),
    tile_vertices: run.alloc(4 * tiles, 'vertices before tiles'),
    tile_triangles: run.alloc(4 * tiles, 'triangles before tiles'),
  };
  const { records, tile_vertices, tile_triangles } = buffers;
  const parts = { found, region, box, chunks, buffers, words };
  count(run, parts);
  const totals: number[] = [];
  const states = [tile_vertices, tile_triangles].map((counts) => {
    const state = run.alloc(4 * STATE_WORDS, 'total');
    run.dispatch(scanCounts, {
      buffers: { counts, state },
      params: { length: tiles, per_group: 1, total_at: TOTAL, with_dispatch: 0 },
      size: { workgroups: [1, 1, 1] },
      traffic: { read: 8 * tiles, write: 4 * tiles },
    });
    return state;
  });
  // Both totals in one read-back.
  run.copy(states[1]!, 4 * TOTAL, states[0]!, 0, 4);
  const [many, , , vertexCount] = new Uint32Array(await run.read(states[0]!));
  totals.push(vertexCount!, many!);
  run.free(...states);
  const [vertexBytes, triangleBytes] = [4 * words.vertex * totals[0]!, 12 * totals[1]!];
  const fits = vertexBytes <= room.vertexBytes && triangleBytes <= room.triangleBytes;
  let piece: MeshPiece | undefined;
  if (fits) {
    const vertices = run.alloc(vertexBytes, 'vertices');
    const indices = run.alloc(triangleBytes, 'triangles');
    emit(run, parts, vertices, indices);
    const read = async (from: PooledBuffer, bytes: number): Promise<Uint32Array<ArrayBuffer>> =>
      bytes === 0 ? new Uint32Array() : new Uint32Array(await run.read(from, 0, bytes));
    piece = {
      box,
      words: words.vertex,
      ofLabels: words === LABEL_WORDS,
      vertices: await read(vertices, vertexBytes),
      indices: await read(indices, triangleBytes),
    };
    run.free(vertices, indices);
  }
  run.free(records, tile_vertices, tile_triangles);
  return piece;
}

interface Parts {
  readonly found: Found;
  readonly region: Region;
  readonly box: MeshBox;
  readonly chunks: number;
  readonly words: MeshWords;
  readonly buffers: {
    readonly triangles: PooledBuffer;
    readonly records: PooledBuffer;
    readonly tile_vertices: PooledBuffer;
    readonly tile_triangles: PooledBuffer;
  };
}

/** The fields of a box as the kernels name them. */
function boxParams({ first, extent, own, vertexEnd, cellEnd, reach }: MeshBox) {
  return { first, extent, own, vertex_end: vertexEnd, cell_end: cellEnd, reach };
}

/** Bytes of a grid that a region's cells read. */
function readBytes({ meta }: GpuGrid, region: Region): number {
  return bytesOf(meta.storage, growRegion(region, [1, 1, 1], meta.size));
}

function count(run: Run, { found: { grid }, region, box, chunks, words, buffers }: Parts): void {
  const tiles = Math.ceil(chunks / MESH_TILE);
  const how = {
    buffers,
    params: boxParams(box),
    size: { invocations: chunks },
    traffic: {
      read: readBytes(grid, region) + buffers.triangles.bytes,
      write: 4 * words.record * chunks + 8 * tiles,
    },
  };
  if (words === LABEL_WORDS) run.dispatch(meshCountLabels, { ...how, grids: { labels: grid } });
  else run.dispatch(meshCountMask, { ...how, grids: { src: grid } });
}

function emit(
  run: Run,
  { found: { grid, values, level }, region, box, chunks, words, buffers }: Parts,
  vertices: PooledBuffer,
  indices: PooledBuffer,
): void {
  const tiles = Math.ceil(chunks / MESH_TILE);
  // Of the volume only the voxels beside the surface are read.
  const beside = values === undefined ? 0 : 2 * vertices.bytes;
  const how = {
    buffers: { ...buffers, vertices, indices },
    params: boxParams(box),
    size: { invocations: chunks },
    traffic: {
      read: readBytes(grid, region) + 4 * words.record * chunks + 8 * tiles + beside,
      write: vertices.bytes + indices.bytes,
    },
  };
  if (words === LABEL_WORDS) run.dispatch(meshEmitLabels, { ...how, grids: { labels: grid } });
  else
    run.dispatch(meshEmitMask, {
      ...how,
      grids: { src: grid, values: values ?? grid },
      params: { ...how.params, level: level ?? 0 },
      constants: {
        HAS_VALUES: values === undefined ? 0 : 1,
        DTYPE: codeOf((values ?? grid).meta.storage),
      },
    });
}
