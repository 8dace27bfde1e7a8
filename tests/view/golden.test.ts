import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { goldenSlices } from '../smoke/golden_slices.js';

// The same bytes on lavapipe, on SwiftShader, and, by tests/smoke/firefox.mjs, in Firefox. To make
// them anew after a change that is meant: VOXMETRY_WRITE_GOLDEN=1 npm run test:deno -- FILE.
const stored = import.meta.glob<string>('../golden/slices/*.png', {
  eager: true,
  query: '?inline',
  import: 'default',
});

/** The bytes of a data URL. */
function bytesOf(url: string): Uint8Array {
  return Uint8Array.from(atob(url.slice(url.indexOf(',') + 1)), (letter) => letter.charCodeAt(0));
}

test('twelve slices are the stored pictures, byte for byte', async () => {
  const lab = await openEngine();
  const pictures = await goldenSlices(lab);
  await lab.dispose();
  expect(pictures.length).toBe(12);
  const { process } = globalThis as { process?: { env: Readonly<Record<string, string>> } };
  if (process?.env['VOXMETRY_WRITE_GOLDEN'] === '1') {
    const { writePictures } = await import('../golden/write_slices.js');
    writePictures(pictures);
    return;
  }
  for (const { name, data } of pictures) {
    const png = decode(bytesOf(stored[`../golden/slices/${name}.png`] ?? ''));
    expect([png.width, png.height, png.channels]).toEqual([64, 48, 4]);
    const wrong = data.findIndex((n, i) => n !== png.data[i]);
    expect(wrong, `${name}: ${[...data.slice(wrong, wrong + 4)].join()}`).toBe(-1);
  }
  expect(new Set(pictures.map(({ data }) => data.join())).size).toBe(12);
});
