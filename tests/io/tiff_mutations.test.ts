import { describe, expect, it } from 'vitest';
import { inspectSource, openSource } from '../../src/io/open.js';
import type { OpenInput, OpenOptions } from '../../src/recipe/source.js';
import { VoxmetryError } from '../../src/recipe/errors.js';
import { volumeOf, wholeRegion } from '../../src/recipe/geometry.js';
import { seeded } from './helpers.js';
import { jpegBytes, JPEGS } from './jpeg_fixture.js';
import type { Field, PageFixture } from './tiff_fixture.js';
import { grey, lzw, tiffOf, withSubdirectories } from './tiff_fixture.js';

const [WIDTH, HEIGHT, PLANES] = [7, 6, 12];
const PIXELS = WIDTH * HEIGHT;

/** Plane n, which no other is like. */
function plane(n: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: PIXELS }, (_, i) => 20 * n + (i % 20));
}

function stack(text: string): ArrayBuffer {
  return tiffOf(
    Array.from({ length: PLANES }, (_, n) => ({
      fields: grey(WIDTH, HEIGHT, 8, n === 0 ? [[270, 2, text]] : []),
      blocks: [plane(n)],
    })),
  );
}

const OME = `<OME UUID="u:1"><Image><Pixels DimensionOrder="XYCZT" SizeC="2" SizeZ="3" SizeT="2"><Channel Name="a"/><Channel Name="b"/>${Array.from({ length: PLANES }, (_, i) => `<TiffData FirstC="${i % 2}" FirstZ="${(i >> 1) % 3}" FirstT="${Math.floor(i / 6)}" IFD="${i}" PlaneCount="1"/>`).join('')}</Pixels></Image></OME>`;

const DESCRIBED: [string, string][] = [
  ['ImageJ', 'ImageJ=1.54\nimages=12\nchannels=2\nslices=3\nframes=2\nhyperstack=true\n'],
  ['tifffile', '{"axes": "TZCYX", "shape": [2, 3, 2, 6, 7]}'],
  ['OME', OME],
];

/** Reads every channel, time and level of every image; the number of errors, all of them typed. */
async function readEverything(
  input: OpenInput,
  take: (values: ArrayLike<number>, options: OpenOptions) => void,
): Promise<number> {
  let errors = 0;
  const typed = (error: unknown): void => {
    expect(error).toBeInstanceOf(VoxmetryError);
    // What no longer begins as a TIFF is taken for a raw file.
    const codes = ['corrupt-file', 'unsupported-format', 'invalid-argument', 'needs-metadata'];
    expect(codes).toContain((error as VoxmetryError).code);
    errors++;
  };
  const facts = await inspectSource(input).catch(typed);
  for (const { path, channels, times, levels } of facts?.images ?? []) {
    for (let channel = 0; channel < Math.max(1, Math.min(8, channels.length)); channel++)
      for (let time = 0; time < Math.min(4, times); time++)
        for (let level = 0; level < levels.length; level++) {
          // Damage may make sizes that nobody would want to hold.
          if (volumeOf(levels[level]!) > 1e7) continue;
          const own = channels.length > 1 ? { channel } : {};
          const options = { dataset: path, time, level, ...own };
          try {
            const source = await openSource(input, options);
            expect(source.size).toEqual(levels[level]);
            const values = await source.read(wholeRegion(source.size));
            expect(values).toHaveLength(volumeOf(source.size));
            take(values, options);
          } catch (error) {
            typed(error);
          }
        }
  }
  return errors;
}

describe('damaged descriptions', () => {
  it.each(DESCRIBED)('of %s never mix planes, and none is in two places', async (_, text) => {
    const random = seeded(21);
    let [errors, read] = [0, 0];
    for (let round = 0; round < 150; round++) {
      const chars = Array.from(text);
      for (let i = 0; i <= round % 3; i++) {
        const at = Math.floor(random() * chars.length);
        chars[at] = String.fromCharCode(
          round % 2 === 0 ? 48 + Math.floor(random() * 10) : 32 + Math.floor(random() * 95),
        );
      }
      const seen = new Map<number, string>();
      errors += await readEverything(
        stack(chars.join('')),
        (values, { dataset, channel, time }) => {
          for (let z = 0; z < values.length / PIXELS; z++) {
            const slice = Array.from({ length: PIXELS }, (_unused, i) => values[z * PIXELS + i]!);
            const n = slice[0]! / 20;
            expect(slice).toEqual([...plane(n)]);
            const place = [dataset, channel, time, z].join();
            expect(seen.get(n) ?? place).toBe(place);
            seen.set(n, place);
            read++;
          }
        },
      );
    }
    expect(errors).toBeGreaterThan(2);
    expect(read).toBeGreaterThan(300);
  });
});

describe('damaged directories', () => {
  const rgb = (more: readonly Field[]): Field[] =>
    grey(WIDTH, HEIGHT, 8, [[258, 3, [8, 8, 8]], [262, 3, [2]], [277, 3, [3]], ...more]);
  const colours = Uint8Array.from({ length: 3 * PIXELS }, (_, i) => (i * 7) & 255);
  const sub: Field = [330, 4, [0]];
  const jpeg = JPEGS.find(({ name }) => name.startsWith('4:2:0'))!;
  const jpegFields = grey(21, 19, 8, [
    [258, 3, [8, 8, 8]],
    [259, 3, [7]],
    [262, 3, [6]],
    [277, 3, [3]],
  ]);
  const files: [string, () => ArrayBuffer][] = [
    ['colours', () => tiffOf([{ fields: rgb([]), blocks: [colours] }])],
    [
      'colours apart',
      () =>
        tiffOf([
          {
            fields: rgb([[284, 3, [2]]]),
            blocks: [0, 1, 2].map((s) => colours.subarray(s * PIXELS, (s + 1) * PIXELS)),
          },
        ]),
    ],
    ['colours by LZW', () => tiffOf([{ fields: rgb([[259, 3, [5]]]), blocks: [lzw(colours)] }])],
    ['hyperstack', () => stack(DESCRIBED[0]![1])],
    [
      'levels',
      () => {
        const small: PageFixture = { fields: grey(3, 3, 8), blocks: [plane(5).subarray(0, 9)] };
        const large: PageFixture = { fields: grey(7, 6, 8, [sub]), blocks: [plane(1)] };
        return withSubdirectories(tiffOf([large, small]), 1);
      },
    ],
    ['JPEG', () => tiffOf([{ fields: jpegFields, blocks: [jpegBytes(jpeg)] }])],
  ];

  it.each(files)('of %s end in pixels or in a typed error, in time', async (_, make) => {
    const random = seeded(33);
    const begin = performance.now();
    let errors = 0;
    for (let round = 0; round < 120; round++) {
      const bytes = new Uint8Array(make());
      // Directories follow the pixels; the first bytes say where they are.
      for (let i = 0; i <= round % 2; i++) {
        const at = Math.floor(random() * bytes.length);
        bytes[at] = Math.floor(random() * 256);
      }
      errors += await readEverything(bytes.buffer, () => undefined);
    }
    expect(errors).toBeGreaterThan(3);
    expect(performance.now() - begin).toBeLessThan(30_000);
  });
});
