// GLB: binary glTF 2.0 (Khronos Group, 2021; ISO/IEC 12113).
import { unitFactor } from '../io/units.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { MeshData } from '../recipe/mesh_data.js';
import { trianglesById } from '../recipe/triangles_by_id.js';
import { bytesOfNumbers, fileBytes } from './file_bytes.js';

/** 'glTF', 'JSON' and 'BIN' as little-endian words. */
const [MAGIC, JSON_CHUNK, BIN_CHUNK] = [0x46546c67, 0x4e4f534a, 0x004e4942];
const [FLOAT, UNSIGNED_INT] = [5126, 5125];
const [ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER] = [34962, 34963];

/** Colours that stand apart for colour-blind eyes too (after Okabe and Ito), as linear RGB. */
const COLOURS = [
  'e69f00',
  '2f86c6',
  '009e73',
  'cc79a7',
  'd55e00',
  '56b4e9',
  'b8a900',
  '8a7bd8',
].map((hex) =>
  [0, 2, 4].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    const linear = part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    return Math.round(1e4 * linear) / 1e4;
  }),
);
const GREY = [0.6, 0.6, 0.6];

interface Group {
  readonly id: number | undefined;
  /** First index, and how many. */
  readonly from: number;
  readonly length: number;
}

/**
 * A mesh as GLB. glTF counts in metres: positions stay in the mesh's unit, and the root node's
 * `scale` makes metres of them where the unit is one of length; `extras.unit` names it in any case.
 * Axes stay those of the volume. Of labels every object is a node with a mesh of its own and one of
 * eight colours; all share one array of positions. A mesh without triangles is a scene without
 * nodes.
 */
export function writeGlb(mesh: MeshData): Uint8Array<ArrayBuffer> {
  const { positions, indices, unit } = mesh;
  const { sorted, groups } = groupsOf(mesh);
  const colours = mesh.ids === null ? [GREY] : COLOURS.slice(0, groups.length);
  const scale = unitFactor(unit, 'm');
  const isEmpty = indices.length === 0;
  const document = {
    asset: { version: '2.0', generator: 'voxmetry' },
    scene: 0,
    scenes: [isEmpty ? {} : { nodes: [0] }],
    ...(!isEmpty && {
      nodes: [
        {
          name: 'surface',
          ...(scale !== undefined && { scale: [scale, scale, scale] }),
          extras: { unit },
          children: groups.map((_, i) => i + 1),
        },
        ...groups.map(({ id }, i) =>
          id === undefined
            ? { mesh: i }
            : { name: `label ${String(id)}`, mesh: i, extras: { label: id } },
        ),
      ],
      meshes: groups.map((_, i) => ({
        primitives: [
          { attributes: { POSITION: 0 }, indices: i + 1, material: i % colours.length, mode: 4 },
        ],
      })),
      materials: colours.map((colour) => ({
        pbrMetallicRoughness: {
          baseColorFactor: [...colour, 1],
          metallicFactor: 0,
          roughnessFactor: 0.8,
        },
      })),
      accessors: [
        {
          bufferView: 0,
          componentType: FLOAT,
          count: positions.length / 3,
          type: 'VEC3',
          ...extremes(positions),
        },
        ...groups.map(({ from, length }) => ({
          bufferView: 1,
          byteOffset: 4 * from,
          componentType: UNSIGNED_INT,
          count: length,
          type: 'SCALAR',
        })),
      ],
      bufferViews: [
        { buffer: 0, byteOffset: 0, byteLength: positions.byteLength, target: ARRAY_BUFFER },
        {
          buffer: 0,
          byteOffset: positions.byteLength,
          byteLength: sorted.byteLength,
          target: ELEMENT_ARRAY_BUFFER,
        },
      ],
      buffers: [{ byteLength: positions.byteLength + sorted.byteLength }],
    }),
  };
  return container(document, isEmpty ? [] : [positions, sorted]);
}

/** Triangles by object, and where each object's are. */
function groupsOf({ indices, ids }: MeshData): {
  readonly sorted: Uint32Array;
  readonly groups: readonly Group[];
} {
  if (ids === null)
    return { sorted: indices, groups: [{ id: undefined, from: 0, length: indices.length }] };
  const { order, groups } = trianglesById(ids);
  const sorted = new Uint32Array(indices.length);
  order.forEach((t, i) => {
    for (let j = 0; j < 3; j += 1) sorted[3 * i + j] = indices[3 * t + j]!;
  });
  return {
    sorted,
    groups: groups.map(({ id, from, end }) => ({ id, from: 3 * from, length: 3 * (end - from) })),
  };
}

function extremes(positions: Float32Array): { readonly min: number[]; readonly max: number[] } {
  const min = [Infinity, Infinity, Infinity];
  const max = [-Infinity, -Infinity, -Infinity];
  positions.forEach((n, i) => {
    min[i % 3] = Math.min(min[i % 3]!, n);
    max[i % 3] = Math.max(max[i % 3]!, n);
  });
  return { min, max };
}

/** The two chunks behind the header, each padded to four bytes. */
function container(
  document: object,
  parts: readonly (Float32Array | Uint32Array)[],
): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(document));
  const textLength = 4 * Math.ceil(text.length / 4);
  const binLength = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const total = 12 + 8 + textLength + (binLength === 0 ? 0 : 8 + binLength);
  if (total > 2 ** 32 - 1)
    throw new VoxmetryError(
      'limit',
      `toBytes: a GLB of ${String(total)} bytes is longer than 4 GiB. Write 'ply', or make a mesh of fewer triangles by keep or maxError.`,
      { op: 'toBytes', details: { needed: total, available: 2 ** 32 - 1 } },
    );
  const bytes = fileBytes(total, 'GLB');
  const view = new DataView(bytes.buffer);
  [MAGIC, 2, total, textLength, JSON_CHUNK].forEach((word, i) => {
    view.setUint32(4 * i, word, true);
  });
  bytes.set(text, 20);
  bytes.fill(0x20, 20 + text.length, 20 + textLength);
  if (binLength === 0) return bytes;
  let at = 20 + textLength;
  view.setUint32(at, binLength, true);
  view.setUint32(at + 4, BIN_CHUNK, true);
  at += 8;
  for (const part of parts) {
    bytes.set(bytesOfNumbers(part), at);
    at += part.byteLength;
  }
  return bytes;
}
