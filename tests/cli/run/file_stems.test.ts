import { expect, it } from 'vitest';
import { fileStems } from '../../../src/cli/run/file_stems.js';

const HOSTILE = [
  '../../etc/passwd',
  '/etc/passwd',
  '..',
  '.',
  '',
  'C:\\Windows\\x',
  '\\\\server\\share',
  '..%2f..%2fx',
  'a\u0000b',
  'a\u202Egnp.exe',
  'con',
  'NUL',
  '~/.ssh/id',
  'x'.repeat(1000),
  '\u{1F9EA}'.repeat(100),
  'name\n../../y',
];

it('no name of a result leads out of the folder, whatever a recipe calls it', () => {
  for (const stem of fileStems(HOSTILE)) {
    expect(stem).toMatch(/^[\p{L}\p{N}_-][\p{L}\p{N}._-]*$/u);
    expect(stem).not.toMatch(/^(con|nul)$/i);
    expect(new TextEncoder().encode(`${stem}.graphml`).length).toBeLessThan(256);
  }
});

it('no two results have one file, where case does not count either', () => {
  const names = ['a', 'A', 'a-2', 'á', '../a', 'a ', 'a'];
  const stems = fileStems(names);
  expect(new Set(stems.map((stem) => stem.toLowerCase())).size).toBe(names.length);
});
