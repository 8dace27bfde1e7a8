import { describe, expect, it } from 'vitest';
import { inspectSource, openSource } from '../../src/io/open.js';
import { VoxmetryError } from '../../src/recipe/errors.js';
import { seeded } from './helpers.js';
import { hdf5File, ramp } from './hdf5_fixture.js';
import { npy, npz } from './npz_fixture.js';

/** What a damaged file may end in. */
const TYPED = ['corrupt-file', 'unsupported-format', 'limit', 'out-of-memory'];

async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.arrayBuffer());
}

/** Texts, links, attributes, and chunks of a tree. */
async function hdf5(): Promise<Uint8Array<ArrayBuffer>> {
  return bytesOf(
    await hdf5File((root) => {
      const group = root.create_group('entry');
      group.create_attribute('NX_class', 'NXdata');
      group.create_attribute('signal', 'data');
      group.create_attribute('axes', ['z', 'y', 'x']);
      const data = Float32Array.from({ length: 8 * 9 * 10 }, (_, i) => i);
      const shape = [8, 9, 10];
      const made = group.create_dataset({
        name: 'data',
        data,
        shape,
        chunks: [3, 4, 5],
        compression: 'gzip',
      });
      made.create_attribute('element_size_um', Float32Array.of(1, 2, 3));
      group.create_dataset({ name: 'x', data: ramp(10) });
      group.create_soft_link('/entry/data', 'alias');
      root.create_dataset({ name: 'piece', data: ramp(24), shape: [2, 3, 4] });
    }),
  );
}

/** A copy with some bytes changed, runs filled, pieces copied over others, or its end cut off. */
function damaged(
  sound: Uint8Array<ArrayBuffer>,
  random: () => number,
  kept: number,
): Uint8Array<ArrayBuffer> {
  const bytes = sound.slice();
  const place = (): number => Math.floor(random() * bytes.length);
  for (let i = 0; i < 1 + random() * 8; i++) {
    const at = place();
    const how = random();
    if (how < 0.6) bytes[at] = Math.floor(random() * 256);
    else if (how < 0.8) bytes.fill(random() < 0.5 ? 0 : 255, at, at + 1 + random() * 16);
    else bytes.copyWithin(at, place(), place());
  }
  bytes.set(sound.subarray(0, kept));
  return random() < 0.1 ? bytes.slice(0, Math.max(kept, place())) : bytes;
}

/** Opens all that a file holds; gives the codes of what failed. */
async function codesOf(file: File): Promise<string[]> {
  const codes: string[] = [];
  const failed = (error: unknown): void => {
    expect(error).toBeInstanceOf(VoxmetryError);
    codes.push((error as VoxmetryError).code);
  };
  const { images } = await inspectSource(file).catch((error: unknown) => {
    failed(error);
    return { images: [] };
  });
  for (const { path, channels, times } of images) {
    const choice = {
      channel: channels.length > 1 ? 0 : undefined,
      time: times > 1 ? 0 : undefined,
    };
    try {
      const source = await openSource(file, { dataset: path, ...choice });
      const size = source.size.map((n) => Math.min(n, 32)) as [number, number, number];
      await source.read({ origin: [0, 0, 0], size });
      source.close();
    } catch (error) {
      failed(error);
    }
  }
  return codes;
}

describe.each([
  ['HDF5', hdf5, 'a.h5', 8, 150],
  [
    'npz',
    async () => bytesOf(await npz({ a: npy('<i8', [3, 4]), b: npy('|u1', [2, 3, 4]) })),
    'a.npz',
    4,
    150,
  ],
] as const)('damaged %s', (_, make, name, kept, cases) => {
  it(`ends in typed errors alone, ${String(cases)} times`, { timeout: 240_000 }, async () => {
    const sound = await make();
    expect(await codesOf(new File([sound], name))).toEqual([]);
    let failures = 0;
    for (let seed = 1; seed <= cases; seed++) {
      const file = new File([damaged(sound, seeded(seed), kept)], name);
      const codes = await codesOf(file);
      for (const code of codes) expect(TYPED, `seed ${String(seed)}`).toContain(code);
      failures += codes.length > 0 ? 1 : 0;
    }
    // A damage that is never met would prove nothing.
    expect(failures).toBeGreaterThan(cases / 4);
  });
});
