import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { VoxmetryError } from '../../src/recipe/errors.js';
import { inspectSource, openSource } from '../../src/io/open.js';
import { wholeRegion } from '../../src/recipe/geometry.js';

const FORMATS = '../shared/data/formats';
const LIST = `${FORMATS}/EXPECTED_decoded.json`;
const absent = !existsSync(LIST);
if (absent) console.warn(`skipped: the files of other projects are not at ${FORMATS}`);

/** What the list says of a TIFF file; of others it says less. */
interface Listed {
  readonly bits?: number;
  readonly sampleformat?: string;
  readonly compression?: string;
  readonly photometric?: string;
  readonly predictor?: number;
  readonly planar?: string;
}

const COMPRESSIONS: Readonly<Record<string, string>> = {
  '1': 'none',
  '2': 'CCITT',
  '3': 'CCITT fax 3',
  '4': 'CCITT fax 4',
  '5': 'LZW',
  '6': 'old JPEG',
  '7': 'JPEG',
  '8': 'deflate',
  '32773': 'PackBits',
  '32946': 'deflate',
  '34712': 'JPEG 2000',
  '34887': 'LERC',
  '34925': 'LZMA',
  '50000': 'zstd',
  '50001': 'WebP',
};
const PHOTOMETRICS: Readonly<Record<string, string>> = {
  '0': 'white is zero',
  '1': 'grey',
  '2': 'RGB',
  '3': 'palette',
  '4': 'transparency',
  '5': 'CMYK',
  '6': 'YCbCr',
  '32844': 'LogL',
  '32845': 'LogLuv',
};
const SAMPLES: Readonly<Record<string, string>> = { '1': 'u', '2': 'i', '3': 'f' };

/** The kind of a file, as a row of the table. */
function kindOf(name: string, listed: Listed): string {
  if (!/\.tiff?$/i.test(name)) return /\.(nii\.gz|\w+)$/i.exec(name)?.[1]?.toLowerCase() ?? 'other';
  const { bits, compression, photometric, planar, predictor, sampleformat } = listed;
  if (bits === undefined) return 'TIFF that tifffile does not open';
  const kind = [
    `${SAMPLES[sampleformat ?? '1'] ?? 'of unknown type '}${String(bits)}`,
    PHOTOMETRICS[photometric ?? ''] ?? `photometric ${String(photometric)}`,
    COMPRESSIONS[compression ?? ''] ?? `compression ${String(compression)}`,
  ];
  if (predictor !== undefined && predictor > 1) kind.push(`predictor ${String(predictor)}`);
  if (planar === '2') kind.push('planar');
  return `TIFF: ${kind.join(', ')}`;
}

/** What comes of a file: it is read, or refused with a reason. */
async function stateOf(name: string): Promise<string> {
  const file = new File([readFileSync(`${FORMATS}/${name}`)], basename(name));
  try {
    const { images } = await inspectSource(file);
    let read = 0;
    for (const { path, channels, times } of images)
      for (let channel = 0; channel < Math.max(1, channels.length); channel += 1) {
        const source = await openSource(file, {
          ...(images.length > 1 && { dataset: path }),
          ...(channels.length > 1 && { channel }),
          ...(times > 1 && { time: 0 }),
        });
        await source.read(wholeRegion(source.size));
        source.close();
        read += 1;
      }
    return read > 1 ? 'read, by channel or dataset' : 'read';
  } catch (error) {
    if (!(error instanceof VoxmetryError)) throw error;
    const { code, message } = error;
    if (code === 'corrupt-file') return 'refused: damaged';
    expect([name, code]).toEqual([
      name,
      expect.stringMatching(/unsupported-format|invalid-arg|needs-metadata/),
    ]);
    return `refused: ${reasonOf(message, basename(name))}`;
  }
}

/** What a message says of a file, without its name and the remedy. */
function reasonOf(message: string, name: string): string {
  const said = message.replaceAll(name, 'it').replace(/^it cannot be read: /, '');
  return (said.split(/[;.]( |$)/, 1)[0] ?? '')
    .replace(/^it is /i, '')
    .replace(/ \(\d+ bytes\)/, '');
}

test.skipIf(absent)('the table of what is read is that of docs/formats-tried.md', async () => {
  const all = JSON.parse(readFileSync(LIST, 'utf8')) as Record<string, Listed>;
  // The list has a few files more than there are.
  const list = Object.fromEntries(
    Object.entries(all).filter(([name]) => existsSync(`${FORMATS}/${name}`)),
  );
  const rows = new Map<string, Map<string, number>>();
  for (const [name, listed] of Object.entries(list)) {
    const kind = kindOf(name, listed);
    const row = rows.get(kind) ?? new Map<string, number>();
    rows.set(kind, row);
    const state = await stateOf(name);
    row.set(state, (row.get(state) ?? 0) + 1);
  }
  const lines = [...rows]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([kind, row]) => {
      const states = [...row].sort().map(([state, n]) => `${state} (${String(n)})`);
      return `| ${kind} | ${states.join('; ').replaceAll('|', '\\|')} |`;
    });
  const page = [
    '# Files of other projects, and what comes of them',
    '',
    `Made by \`tests/io/formats_table.deno.test.ts\`, which opens ${String(Object.keys(list).length)} files of the tests of tifffile, Pillow, image-rs,`,
    'image-js, nibabel, pynrrd, neuroglancer, viv and others: how many of each kind are read, every channel of every image, or',
    'refused, and why. Where a reference decodes a file, `tests/io/formats.deno.test.ts` compares its pixels with what is read here.',
    '',
    '<!-- prettier-ignore-start -->',
    '',
    '| kind | what comes of it (files) |',
    '| --- | --- |',
    ...lines,
    '',
    '<!-- prettier-ignore-end -->',
    '',
  ].join('\n');
  await expect(page).toMatchFileSnapshot('../../docs/formats-tried.md');
});
