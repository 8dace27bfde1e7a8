// How fast files are read: whole, by slabs, beside a plain read of the same bytes and beside other
// programs where they are installed; and a slice out of a large store.
// npm run bench:reading [-- --edge 512] [-- --store 1024]
import { execFile } from 'node:child_process';
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  fileSource,
  fileTarget,
  folderSource,
  folderTarget,
  openEngine,
} from '../../src/engine/index.js';
import type { GridSource, SaveOptions } from '../../src/index.js';
import { openSource } from '../../src/io/open.js';
import { PEERS, peerScript } from './peers.js';

const MIB = 2 ** 20;
const REPEATS = 5;
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const edge = option('edge', 512);
const storeEdge = option('store', 1024);

/** Noise of seven bits that no compressor foresees. */
function noiseAt(index: number): number {
  let h = Math.imul(index + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 25;
}

/** Grey levels like those of a scan: a smooth structure with some noise in the lowest bits. */
function scanReader(n: number): GridSource {
  return {
    ...{ name: `scan ${String(n)}³`, format: 'synthetic', dtype: 'u16', size: [n, n, n] },
    ...{ spacing: [0.5, 0.5, 0.5], unit: 'µm', origin: [0, 0, 0], warnings: [] },
    read: ({ origin, size: [nx, ny, nz] }) => {
      const out = new Uint16Array(nx * ny * nz);
      let i = 0;
      for (let z = origin[2]; z < origin[2] + nz; z += 1)
        for (let y = origin[1]; y < origin[1] + ny; y += 1)
          for (let x = origin[0]; x < origin[0] + nx; x += 1) {
            const wave = (x >> 4) ^ (y >> 4) ^ (z >> 4);
            out[i++] = 20000 + 1000 * (wave & 7) + noiseAt((z * n + y) * n + x);
          }
      return Promise.resolve(out);
    },
    close: () => undefined,
  };
}

interface Kind {
  readonly name: string;
  readonly file: string;
  readonly how: SaveOptions;
}

const KINDS: readonly Kind[] = [
  { name: 'TIFF', file: 'a.tif', how: { format: 'tiff' } },
  { name: 'TIFF, deflate', file: 'z.tif', how: { format: 'tiff', compression: 'deflate' } },
  { name: 'NRRD', file: 'a.nrrd', how: { format: 'nrrd' } },
  { name: 'NRRD, gzip', file: 'z.nrrd', how: { format: 'nrrd', compression: 'gzip' } },
  { name: 'NIfTI, gzip', file: 'z.nii.gz', how: { format: 'nifti', compression: 'gzip' } },
  { name: 'npy', file: 'a.npy', how: { format: 'npy' } },
  { name: 'OME-Zarr', file: 'a.ome.zarr', how: { format: 'ome-zarr', compression: 'none' } },
  { name: 'OME-Zarr, gzip', file: 'z.ome.zarr', how: { format: 'ome-zarr' } },
];

/** Seconds that each of several works takes, the best of their turns, which alternate. */
async function best(...works: (() => Promise<void>)[]): Promise<number[]> {
  const least = works.map(() => Infinity);
  for (let turn = 0; turn < REPEATS; turn += 1)
    for (const [i, work] of works.entries()) {
      const start = performance.now();
      await work();
      least[i] = Math.min(least[i]!, performance.now() - start);
    }
  return least.map((ms) => ms / 1000);
}

/** Reads all of a grid by slabs of some 32 MiB, as an analysis does. */
async function readAll(source: GridSource): Promise<void> {
  const [nx, ny, nz] = source.size;
  const depth = Math.max(1, Math.floor((32 * MIB) / (2 * nx * ny)));
  for (let z = 0; z < nz; z += depth)
    await source.read({ origin: [0, 0, z], size: [nx, ny, Math.min(depth, nz - z)] });
}

async function openPath(path: string): Promise<GridSource> {
  return (await stat(path)).isDirectory()
    ? openSource(await folderSource(path))
    : openSource(await fileSource(path));
}

/** Reads the bytes of a file, or of all files of a folder, and does nothing with them. */
async function readPlainly(path: string): Promise<number> {
  if ((await stat(path)).isDirectory()) {
    let sum = 0;
    for (const name of await readdir(path)) sum += await readPlainly(join(path, name));
    return sum;
  }
  const file = await open(path);
  try {
    let sum = 0;
    for (;;) {
      // Into memory of its own, as whoever keeps the bytes must.
      const buffer = new Uint8Array(32 * MIB);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, sum);
      if (bytesRead === 0) return sum;
      sum += bytesRead;
    }
  } finally {
    await file.close();
  }
}

/** Seconds that another program takes for a file; the reason where it does not read it. */
async function peerTime(file: string, path: string): Promise<string> {
  const peer = PEERS[file];
  if (peer === undefined) return '';
  try {
    const { stdout } = await promisify(execFile)('/usr/bin/python3', [
      '-c',
      peerScript(peer),
      path,
    ]);
    return `${peer} ${Number(stdout).toFixed(2)} s`;
  } catch {
    return `${peer} is not installed`;
  }
}

const folder = await mkdtemp(join(tmpdir(), 'voxmetry-reading-'));
const lab = await openEngine();
try {
  console.log(
    `${String(edge)}³ u16, ${String((2 * edge ** 3) / MIB)} MiB, best of ${String(REPEATS)}`,
  );
  console.log(`${String(availableParallelism())} cores; files in the system's cache\n`);
  console.log('| file | on disk | read | plain read of its bytes | of it | other programs |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  const scan = await lab.open(scanReader(edge));
  for (const { name, file, how } of KINDS) {
    const path = join(folder, file);
    await scan.save(how.format === 'ome-zarr' ? folderTarget(path) : fileTarget(path), how);
    let bytes = 0;
    const [plain = 0, ours = 0] = await best(
      async () => {
        bytes = await readPlainly(path);
      },
      async () => {
        // Opened anew: what was inflated for the read before is not kept.
        const source = await openPath(path);
        await readAll(source);
        source.close();
      },
    );
    const speed = `${ours.toFixed(2)} s, ${((2 * edge ** 3) / MIB / ours).toFixed(0)} MiB/s`;
    const other = await peerTime(file, path);
    const row = [name, `${(bytes / MIB).toFixed(0)} MiB`, speed, `${plain.toFixed(2)} s`];
    console.log(`| ${[...row, (plain / ours).toFixed(2), other].join(' | ')} |`);
    await rm(path, { recursive: true });
  }
  const path = join(folder, 'large.ome.zarr');
  const large = await lab.open(scanReader(storeEdge));
  await large.save(folderTarget(path), { format: 'ome-zarr', compression: 'none' });
  console.log(`\nOne slice of an OME-Zarr of ${String((2 * storeEdge ** 3) / MIB)} MiB:`);
  for (const axis of [0, 1, 2] as const) {
    const source = await openPath(path);
    const origin: [number, number, number] = [0, 0, 0];
    origin[axis] = storeEdge >> 1;
    const size: [number, number, number] = [storeEdge, storeEdge, storeEdge];
    size[axis] = 1;
    const start = performance.now();
    await source.read({ origin, size });
    console.log(`across ${'xyz'[axis]!}: ${(performance.now() - start).toFixed(0)} ms`);
    source.close();
  }
} finally {
  await lab.dispose();
  await rm(folder, { recursive: true, force: true });
}
