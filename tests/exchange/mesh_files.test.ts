import { describe, expect, test } from 'vitest';
import { meshFile } from '../../src/exchange/mesh_file.js';
import type { MeshData } from '../../src/recipe/mesh_data.js';

/** Two tetrahedra, of labels 7 and 3 in this order, the second one's triangles between. */
function tetrahedra(ofLabels: boolean, unit = 'µm'): MeshData {
  const one = [0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3];
  const indices = [0, 2, 1, 4, 6, 5, 0, 1, 3, 4, 5, 7, 1, 2, 3, 5, 6, 7, 2, 0, 3, 6, 4, 7];
  return {
    positions: Float32Array.from([...one, ...one.map((n) => n + 10.25)]),
    indices: Uint32Array.from(indices),
    ids: ofLabels ? Uint32Array.of(7, 3, 7, 3, 7, 3, 7, 3) : null,
    unit,
    origin: [0, 0, 0],
    border: 'closed',
    area: 1,
    volume: 2,
    objects: null,
  };
}

const EMPTY: MeshData = {
  ...tetrahedra(false),
  positions: new Float32Array(),
  indices: new Uint32Array(),
};

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The corners of every triangle of a mesh, as it should be read again. */
function cornersOf({ positions, indices }: MeshData): number[][] {
  return Array.from({ length: indices.length / 3 }, (_, t) =>
    Array.from(
      { length: 9 },
      (_, k) => positions[3 * indices[3 * t + Math.floor(k / 3)]! + (k % 3)]!,
    ),
  );
}

describe('STL', () => {
  test('has a header, normals that look outward, and the corners', async () => {
    const mesh = tetrahedra(true);
    const bytes = await meshFile(mesh, 'stl');
    const view = viewOf(bytes);
    expect(bytes.length).toBe(84 + 50 * 8);
    expect(textOf(bytes.subarray(0, 80)).replaceAll('\0', '')).toBe('binary STL, lengths in um');
    expect(view.getUint32(80, true)).toBe(8);
    const read = Array.from({ length: 8 }, (_, t) =>
      Array.from({ length: 12 }, (_, k) => view.getFloat32(84 + 50 * t + 4 * k, true)),
    );
    expect(read.map((triangle) => triangle.slice(3))).toEqual(cornersOf(mesh));
    expect(read[0]!.slice(0, 3)).toEqual([0, 0, -1]);
    // The face x + y/2 + z/3 = 1.
    const length = Math.hypot(1, 1 / 2, 1 / 3);
    [1, 1 / 2, 1 / 3].forEach((n, i) => {
      expect(read[4]![i]).toBeCloseTo(n / length, 6);
    });
    expect(Array.from({ length: 8 }, (_, t) => view.getUint16(84 + 50 * t + 48, true))).toEqual(
      new Array(8).fill(0),
    );
  });

  test('a triangle without area has no normal', async () => {
    const flat = { ...tetrahedra(false), indices: Uint32Array.of(1, 1, 2) };
    const view = viewOf(await meshFile(flat, 'stl'));
    expect([84, 88, 92].map((at) => view.getFloat32(at, true))).toEqual([0, 0, 0]);
  });
});

test.each([false, true])('PLY has vertices, faces and labels (%s)', async (ofLabels) => {
  const mesh = tetrahedra(ofLabels);
  const bytes = await meshFile(mesh, 'ply');
  const text = textOf(bytes);
  const start = text.slice(0, text.indexOf('end_header\n')).length + 'end_header\n'.length + 1;
  const head = textOf(bytes.subarray(0, start)).trimEnd().split('\n');
  expect(head).toEqual([
    'ply',
    'format binary_little_endian 1.0',
    'comment lengths in µm',
    'element vertex 8',
    'property float x',
    'property float y',
    'property float z',
    'element face 8',
    'property list uchar uint vertex_indices',
    ...(ofLabels ? ['property uint label'] : []),
    'end_header',
  ]);
  const view = viewOf(bytes);
  const positions = Array.from({ length: 24 }, (_, k) => view.getFloat32(start + 4 * k, true));
  expect(positions).toEqual(Array.from(mesh.positions));
  const face = ofLabels ? 17 : 13;
  expect(bytes.length).toBe(start + 96 + 8 * face);
  for (let t = 0; t < 8; t += 1) {
    const at = start + 96 + face * t;
    expect(bytes[at]).toBe(3);
    expect([1, 5, 9].map((k) => view.getUint32(at + k, true))).toEqual(
      Array.from(mesh.indices.subarray(3 * t, 3 * t + 3)),
    );
    if (ofLabels) expect(view.getUint32(at + 13, true)).toBe(mesh.ids![t]);
  }
});

interface Gltf {
  readonly asset: { readonly version: string };
  readonly scenes: readonly { readonly nodes?: readonly number[] }[];
  readonly nodes?: readonly {
    readonly name?: string;
    readonly scale?: readonly number[];
    readonly mesh?: number;
    readonly children?: readonly number[];
    readonly extras?: Readonly<Record<string, unknown>>;
  }[];
  readonly meshes: readonly {
    readonly primitives: readonly {
      readonly attributes: { readonly POSITION: number };
      readonly indices: number;
      readonly material: number;
    }[];
  }[];
  readonly materials: readonly unknown[];
  readonly accessors: readonly {
    readonly bufferView: number;
    readonly byteOffset?: number;
    readonly componentType: number;
    readonly count: number;
    readonly type: string;
    readonly min?: readonly number[];
    readonly max?: readonly number[];
  }[];
  readonly bufferViews: readonly { readonly byteOffset: number; readonly byteLength: number }[];
  readonly buffers: readonly { readonly byteLength: number }[];
}

/** The JSON of a GLB and its binary chunk, with the rules of the container checked. */
function readGlb(bytes: Uint8Array): { readonly json: Gltf; readonly bin: DataView | undefined } {
  const view = viewOf(bytes);
  expect(textOf(bytes.subarray(0, 4))).toBe('glTF');
  expect([view.getUint32(4, true), view.getUint32(8, true)]).toEqual([2, bytes.length]);
  const length = view.getUint32(12, true);
  expect(textOf(bytes.subarray(16, 20))).toBe('JSON');
  expect(length % 4).toBe(0);
  const json = JSON.parse(textOf(bytes.subarray(20, 20 + length))) as Gltf;
  const at = 20 + length;
  if (at === bytes.length) return { json, bin: undefined };
  expect(textOf(bytes.subarray(at + 4, at + 8))).toBe('BIN\0');
  const binLength = view.getUint32(at, true);
  expect(binLength % 4).toBe(0);
  expect(at + 8 + binLength).toBe(bytes.length);
  expect(json.buffers[0]!.byteLength).toBe(binLength);
  return { json, bin: new DataView(bytes.buffer, at + 8, binLength) };
}

describe('GLB', () => {
  test('of labels: a node, a mesh and a colour per object, by rising id', async () => {
    const mesh = tetrahedra(true);
    const { json, bin } = readGlb(await meshFile(mesh, 'glb'));
    const [root, ...objects] = json.nodes!;
    expect(json.scenes).toEqual([{ nodes: [0] }]);
    expect(root).toMatchObject({ scale: [1e-6, 1e-6, 1e-6], extras: { unit: 'µm' } });
    expect(root!.children).toEqual([1, 2]);
    expect(objects.map(({ name, extras }) => [name, extras!['label']])).toEqual([
      ['label 3', 3],
      ['label 7', 7],
    ]);
    expect(json.materials.length).toBe(2);
    const corners = objects.map(({ mesh: at }) => {
      const [primitive] = json.meshes[at!]!.primitives;
      const [positions, indices] = [primitive!.attributes.POSITION, primitive!.indices].map(
        (accessor) => json.accessors[accessor]!,
      ) as [Gltf['accessors'][number], Gltf['accessors'][number]];
      expect([positions.componentType, positions.type]).toEqual([5126, 'VEC3']);
      expect([indices.componentType, indices.type, indices.count]).toEqual([5125, 'SCALAR', 12]);
      expect([positions.min, positions.max]).toEqual([
        [0, 0, 0],
        [11.25, 12.25, 13.25],
      ]);
      const from = json.bufferViews[indices.bufferView]!.byteOffset + (indices.byteOffset ?? 0);
      const places = json.bufferViews[positions.bufferView]!.byteOffset;
      return Array.from({ length: 4 }, (_, t) =>
        Array.from({ length: 9 }, (_, k) => {
          const vertex = bin!.getUint32(from + 4 * (3 * t + Math.floor(k / 3)), true);
          return bin!.getFloat32(places + 4 * (3 * vertex + (k % 3)), true);
        }),
      );
    });
    const wanted = cornersOf(mesh);
    expect(corners[0]).toEqual(wanted.filter((_, t) => mesh.ids![t] === 3));
    expect(corners[1]).toEqual(wanted.filter((_, t) => mesh.ids![t] === 7));
  });

  test('of a mask: one grey mesh; a unit that is none of length has no scale', async () => {
    const { json } = readGlb(await meshFile(tetrahedra(false, 'px'), 'glb'));
    expect(json.nodes!.length).toBe(2);
    expect(json.nodes![0]!.scale).toBeUndefined();
    expect(json.nodes![0]!.extras).toEqual({ unit: 'px' });
    expect(json.meshes.length).toBe(1);
  });

  test('without triangles: a scene without nodes', async () => {
    const { json, bin } = readGlb(await meshFile(EMPTY, 'glb'));
    expect([json.scenes, json.nodes, bin]).toEqual([[{}], undefined, undefined]);
  });
});

test.each([false, true])('VTP has points, triangles and labels (%s)', async (ofLabels) => {
  const mesh = tetrahedra(ofLabels, 'a<b&c');
  const bytes = await meshFile(mesh, 'vtp');
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const start =
    text.indexOf('<AppendedData encoding="raw">\n_') + '<AppendedData encoding="raw">\n_'.length;
  expect(text).toContain('<!-- lengths in a&lt;b&amp;c -->');
  expect(text).toContain('NumberOfPoints="8"');
  expect(text).toContain('NumberOfPolys="8"');
  const view = viewOf(bytes);
  const block = (name: string): number[] => {
    const [, type, offset] = new RegExp(`type="(\\w+)" Name="${name}".*?offset="(\\d+)"`).exec(
      text,
    )!;
    const at = start + Number(offset);
    const count = Number(view.getBigUint64(at, true)) / 4;
    return Array.from({ length: count }, (_, k) =>
      type === 'Float32'
        ? view.getFloat32(at + 8 + 4 * k, true)
        : view.getUint32(at + 8 + 4 * k, true),
    );
  };
  expect(block('Points')).toEqual(Array.from(mesh.positions));
  expect(block('connectivity')).toEqual(Array.from(mesh.indices));
  expect(block('offsets')).toEqual([3, 6, 9, 12, 15, 18, 21, 24]);
  if (ofLabels) expect(block('label')).toEqual(Array.from(mesh.ids!));
  else expect(text).not.toContain('CellData');
  expect(text.endsWith('\n</AppendedData>\n</VTKFile>\n')).toBe(true);
});

test.each(['stl', 'ply', 'vtp'] as const)(
  '%s without triangles is a file all the same',
  async (format) => {
    expect((await meshFile(EMPTY, format)).length).toBeGreaterThan(80);
  },
);
