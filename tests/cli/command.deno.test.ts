import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/command.js';
import { openInputFile } from '../../src/cli/input_file.js';
import type { ByteSource, FolderSource } from '../../src/index.js';
import { openSource } from '../../src/io/open.js';
import { wholeRegion } from '../../src/recipe/geometry.js';
import { EXIT_HELP } from '../../src/cli/usage.js';
import { LIBRARY } from '../../src/version.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxmetry-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a command line that needs no GPU and gives back what it did. */
async function run(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const code = await runCommandLine(args, {
    out: (text) => (out += text),
    error: (text) => (error += text),
  });
  return { code, out, error };
}

describe('runCommandLine', () => {
  it('shows its version', async () => {
    expect(await run('--version')).toEqual({ code: 0, out: `${LIBRARY}\n`, error: '' });
  });

  it('shows every flag in its help', async () => {
    const { code, out, error } = await run('--help');
    expect([code, error]).toEqual([0, '']);
    for (const flag of [
      '--spacing',
      '--unit',
      '--phase',
      '--label',
      '--size',
      '--dtype',
      '--out',
      '--seed',
    ])
      expect(out).toContain(flag);
  });

  it('shows what run takes, and that there is run', async () => {
    const main = await run('--help');
    expect(main.out).toMatch(/\brun {2,}\S*Runs a stored recipe/);
    expect(main.out).not.toContain('[FILE] run');
    const { code, out, error } = await run('run', '--help');
    expect([code, error]).toEqual([0, '']);
    for (const name of ['RECIPE', 'NAME=FILE', '--out', '--spacing', '--unit', '--size', '--dtype'])
      expect(out).toContain(name);
    expect(out).not.toContain('--phase');
  });

  it.each([[], ['analyse'], ['run'], ['plan'], ['task'], ['reduce'], ['inspect']])(
    'ends the help of %j with the exit codes, and with 0',
    async (...command) => {
      const { code, out, error } = await run(...command, '--help');
      expect([code, error]).toEqual([0, '']);
      expect(out).toContain(['voxmetry', ...command].join(' '));
      expect(out.endsWith(EXIT_HELP)).toBe(true);
      expect(await run(...command, '-h')).toEqual({ code, out, error });
    },
  );

  it('measures where analyse is named as where nothing is', async () => {
    const { code, error } = await run('analyse', 'nowhere/none.tif');
    expect({ code, error }).toEqual(
      await run('nowhere/none.tif').then(({ out: _, ...rest }) => rest),
    );
    expect(code).toBe(2);
    expect((await run('analyse', '--version')).out).toBe(`${LIBRARY}\n`);
  });

  it('says of a word that is no file where the commands are', async () => {
    const { code, error } = await run('help');
    expect(code).toBe(2);
    expect(error).toBe(
      'voxmetry: cannot read help: no such file, and no command; see voxmetry --help\n',
    );
  });

  it.each([
    ['a bad flag', ['--colour'], /unknown flag --colour/],
    ['a bad value', ['x.tif', '--phase', 'red'], /--phase is 'red'; allowed: bright or dark/],
    ['a missing file', ['nowhere/none.tif'], /cannot read nowhere\/none\.tif: no such file/],
  ])('ends with 2 and one line for %s', async (_, args, message) => {
    const { code, out, error } = await run(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(error).toMatch(message);
    expect(error.trimEnd()).not.toContain('\n');
  });

  it('ends with 2 for an empty file and for a folder without files', async () => {
    const empty = join(folder, 'empty.tif');
    await writeFile(empty, '');
    const nothing = await run(empty);
    expect(nothing.code).toBe(2);
    expect(nothing.error).toMatch(/is empty/);
    const bare = join(folder, 'bare');
    await mkdir(bare);
    const directory = await run(bare);
    expect(directory.code).toBe(2);
    expect(directory.error).toMatch(/bare holds no files/);
  });
});

describe('openInputFile', () => {
  it('gives the bytes of a file by range', async () => {
    const path = join(folder, 'bytes.raw');
    await writeFile(path, Uint8Array.of(1, 2, 3, 250));
    const { source, name } = await openInputFile(path);
    expect(name).toBe('bytes.raw');
    expect(await (source as ByteSource).read(1, 3)).toEqual(Uint8Array.of(2, 3, 250));
    source.close();
  });

  it('gives the files of a folder with their paths, without what the system hides', async () => {
    const scan = join(folder, 'scan');
    await mkdir(join(scan, 'raw'), { recursive: true });
    for (const [name, byte] of [
      ['raw/s2_2x1x1_u8.raw', 2],
      ['raw/.hidden', 0],
      ['notes.txt', 7],
    ] as const)
      await writeFile(join(scan, name), Uint8Array.of(byte, byte));
    const { source: files, name } = await openInputFile(scan);
    expect(name).toBe('scan');
    expect((files as FolderSource).paths).toEqual(['notes.txt', 'raw/s2_2x1x1_u8.raw']);
    const source = await openSource(files);
    expect(Array.from(await source.read(wholeRegion(source.size)))).toEqual([2, 2]);
  });
});
