import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../../src/cli/command.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxmetry-inspect-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function inspect(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const code = await runCommandLine(['inspect', ...args], {
    out: (text) => (out += text),
    error: (text) => (error += text),
  });
  return { code, out, error };
}

function nrrd(more: string, values: number): Uint8Array {
  const header = `NRRD0004\ntype: uint8\ndimension: 3\nsizes: 4 3 2\n${more}encoding: raw\n\n`;
  return new Uint8Array([...new TextEncoder().encode(header), ...new Uint8Array(values)]);
}

async function file(name: string, content: Uint8Array | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('voxmetry inspect', () => {
  test('lists a grid with its size, type, voxel size and where that was read', async () => {
    const path = await file('a.nrrd', nrrd('spacings: 2 2 5\nunits: "um" "um" "um"\n', 24));
    const { code, out, error } = await inspect(path);
    expect([code, error]).toEqual([0, '']);
    const [title, heads, row] = out.split('\n');
    expect(title).toBe('a.nrrd: nrrd');
    expect(heads?.split(/ {2,}/)).toEqual(['', 'size', 'type', 'voxel', 'from']);
    expect(row?.split(/ {2,}/).slice(0, 4)).toEqual(['', '4×3×2', 'u8', '2 × 2 × 5 µm']);
  });

  test('lists every grid of a folder, and goes on after a file that is damaged', async () => {
    const set = join(folder, 'set');
    await mkdir(set);
    await file('set/one.nrrd', nrrd('', 24));
    await file('set/two.nrrd', nrrd('', 24));
    const damaged = await file('cut.nrrd', 'NRRD0004\ntype: uint8\ndimension: 3\n');
    const { code, out, error } = await inspect(damaged, set);
    expect(code).toBe(2);
    expect(error).toMatch(/^voxmetry: cut\.nrrd .*\n$/);
    for (const name of ['one.nrrd', 'two.nrrd', 'dataset', 'not stated'])
      expect(out).toContain(name);
  });

  test('prints JSON, a line per file', async () => {
    const path = await file('b.nrrd', nrrd('', 24));
    const { code, out } = await inspect('--json', path, path);
    expect(code).toBe(0);
    const [first, second, rest] = out.split('\n');
    expect([first, rest]).toEqual([second, '']);
    expect(JSON.parse(first!)).toMatchObject({
      path,
      name: 'b.nrrd',
      format: 'nrrd',
      images: [{ size: [4, 3, 2], dtype: 'u8', unit: 'px', channels: [], times: 1 }],
    });
  });

  test('shows nothing that a terminal would obey', async () => {
    const path = await file('c.nrrd', nrrd('content: x\n', 24));
    const named = join(folder, 'd\u001b[31m.nrrd');
    await writeFile(named, nrrd('', 24));
    const { out } = await inspect(path, named);
    expect(out).not.toContain('\u001b');
  });

  test('says what it needs', async () => {
    expect(await inspect()).toMatchObject({ code: 2, error: /needs a FILE/ });
    expect(await inspect('--out', 'x')).toMatchObject({ code: 2 });
    const { code, out } = await inspect('--help');
    expect([code, out.includes('--json')]).toEqual([0, true]);
  });
});
