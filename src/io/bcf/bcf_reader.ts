import { VoxmetryError } from '../../recipe/errors.js';
import type { SignalAxis } from '../../recipe/source.js';
import type { FileContents, FoundFile, StoredImage } from '../contents.js';
import { damagedFile } from '../damaged_file.js';
import { channelNumbers } from '../described_grid.js';
import type { GridReader } from '../grid_source.js';
import { PIXEL_HEADER, pixelHeader, unpackPixel } from './packed_pixel.js';
import { SfsFile, type SfsEntry } from './sfs_file.js';

/** Where the first row of pixels begins; each begins with the number of its pixels. */
const FIRST_ROW = 0x1a0;
const MOST_CHANNELS = 2 ** 16;
/** Bytes that are read at once to find the rows. */
const WINDOW = 2 ** 16;

/**
 * Bruker's hypermaps (`.bcf`): spectrum images, a spectrum for each pixel. Channels are slices of
 * one `channel`, or lie along z where the file is opened as a spectrum image. Pulses are counted
 * as they are stored, in u16, or in u32 where the sum of all spectra allows more. Rows are found in
 * one pass over the spectra; a region unpacks the rows that it meets.
 */
export async function readBcf({ bytes, signal }: FoundFile): Promise<FileContents> {
  const file = await SfsFile.open(bytes, signal);
  const header = file.entries.get('EDSDatabase/HeaderData');
  const maps = [...file.entries].filter(([path]) => /^EDSDatabase\/SpectrumData\d+$/.test(path));
  if (header === undefined || maps.length === 0)
    throw new VoxmetryError(
      'unsupported-format',
      `${bytes.name} holds no hypermap (EDSDatabase/SpectrumData). Bruker's .bcf with spectra are read.`,
    );
  const text = new TextDecoder('windows-1252').decode(await header.read(0, header.size, signal));
  const images: StoredImage[] = [];
  for (const [path, entry] of maps) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    images.push(await mapOf(bytes.name, text, name, entry, maps.length > 1, signal));
  }
  return {
    format: 'bcf',
    images,
    close: () => {
      bytes.close();
    },
  };
}

async function mapOf(
  file: string,
  text: string,
  name: string,
  entry: SfsEntry,
  several: boolean,
  signal: AbortSignal | undefined,
): Promise<StoredImage> {
  const head = viewOf(await entry.read(0, 8, signal));
  const [height, width] = [head.getUint32(0, true), head.getUint32(4, true)];
  // What describes a map stands between the tags of its name.
  const said = text.slice(text.indexOf(`<${name}>`), text.indexOf(`</${name}>`));
  const counts = contentOf(said, 'Channels')?.split(',').map(Number) ?? [];
  const [offset, scale] = [numberIn(said, 'CalibAbs'), numberIn(said, 'CalibLin')];
  const channels = counts.length;
  // Each row has at least the number of its pixels.
  const hasRows = height > 0 && height <= (entry.size - FIRST_ROW) / 4;
  const sound = width > 0 && hasRows && Number.isSafeInteger(8 * width * height * channels);
  if (!sound || channels === 0 || channels > MOST_CHANNELS)
    throw damaged(file, `${name} states ${width}×${height} pixels and ${channels} channels`);
  const [dx, dy] = [numberIn(text, 'DX'), numberIn(text, 'DY')];
  const spacing = dx !== undefined && dy !== undefined && dx > 0 && dy > 0 ? [dx, dy] : undefined;
  const axis: SignalAxis | undefined =
    scale === undefined || offset === undefined || !(scale > 0)
      ? undefined
      : { name: 'Energy', unit: 'keV', scale, offset };
  const reader = rowReader(file, entry, { width, height, channels });
  const most = counts.reduce((most, n) => Math.max(most, n), 0);
  const facts = {
    path: several ? name : '',
    dtype: most > 0xffff ? ('u32' as const) : ('u16' as const),
    unit: spacing === undefined ? undefined : 'µm',
    spacing: spacing === undefined ? undefined : ([spacing[0]!, spacing[1]!, 1] as const),
    spacingFrom: 'DX, DY',
    times: 1,
    warnings: [],
  };
  return {
    ...facts,
    size: [width, height, 1],
    channels: channelNumbers(channels),
    reader: ({ channel }) => ({
      ...reader,
      read: (region, out, pace) =>
        reader.read(
          { ...region, origin: [region.origin[0], region.origin[1], channel] },
          out,
          pace,
        ),
    }),
    spectrum: {
      axis,
      image: { ...facts, size: [width, height, channels], channels: [], reader: () => reader },
    },
  };
}

/** Reads boxes of pixels × channels, a row of pixels at a time. */
function rowReader(
  file: string,
  entry: SfsEntry,
  { width, height, channels }: { width: number; height: number; channels: number },
): GridReader {
  let rows: Promise<Float64Array> | undefined;
  const rowsOf = (signal: AbortSignal | undefined): Promise<Float64Array> => {
    rows ??= findRows(entry, height, signal);
    rows.catch(() => (rows = undefined));
    return rows;
  };
  return {
    read: async ({ origin, size }, out, pace) => {
      const starts = await rowsOf(pace.signal);
      const [nx, ny, nz] = size;
      const most = out instanceof Uint16Array ? 0xffff : 0xffffffff;
      for (let row = 0; row < ny; row += 1) {
        const y = origin[1] + row;
        const length = starts[y + 1]! - starts[y]!;
        const view = viewOf(await entry.read(starts[y]!, length, pace.signal));
        const met = new Uint8Array(width);
        for (let left = view.getUint32(0, true), at = 4; left > 0; left -= 1) {
          const pixel = pixelHeader(view, at);
          const x = pixel.x - origin[0];
          if (pixel.x >= width) throw damaged(file, `a pixel lies at ${pixel.x} of ${width}`);
          if (met[pixel.x] === 1) throw damaged(file, `row ${y} has pixel ${pixel.x} twice`);
          met[pixel.x] = 1;
          at = unpackPixel(view, at + PIXEL_HEADER, pixel, (channel, counts) => {
            const z = channel - origin[2];
            if (counts === 0 || x < 0 || x >= nx || z < 0 || z >= nz || channel >= channels) return;
            const to = (z * ny + row) * nx + x;
            const sum = out[to]! + counts;
            if (sum > most) throw damaged(file, `a channel counts ${sum}, more than all together`);
            out[to] = sum;
          });
        }
        await pace.step((row + 1) / ny);
      }
    },
    close: () => {
      rows = undefined;
    },
  };
}

/** Where each row begins, and the last one ends. */
async function findRows(
  entry: SfsEntry,
  height: number,
  signal: AbortSignal | undefined,
): Promise<Float64Array> {
  const starts = new Float64Array(height + 1);
  let window = { start: 0, view: new DataView(new ArrayBuffer(0)) };
  /** A view that holds `length` bytes from a place on, and where in it they begin. */
  const near = async (at: number, length: number): Promise<[view: DataView, from: number]> => {
    const from = at - window.start;
    if (from >= 0 && from + length <= window.view.byteLength) return [window.view, from];
    const most = Math.max(length, Math.min(WINDOW, entry.size - at));
    window = { start: at, view: viewOf(await entry.read(at, most, signal)) };
    return [window.view, 0];
  };
  const numberAt = async (at: number): Promise<number> => {
    const [view, from] = await near(at, 4);
    return view.getUint32(from, true);
  };
  let at = FIRST_ROW;
  for (let y = 0; y < height; y += 1) {
    starts[y] = at;
    let pixels = await numberAt(at);
    at += 4;
    for (; pixels > 0; pixels -= 1) {
      const { packing, pulses, bytes } = pixelHeader(...(await near(at, PIXEL_HEADER)));
      at += PIXEL_HEADER + bytes;
      if (packing > 1 && pulses > 0) at += await numberAt(at - 4);
    }
  }
  starts[height] = at;
  return starts;
}

/** The text of the first element of a name; undefined where there is none. */
function contentOf(text: string, name: string): string | undefined {
  const start = text.indexOf(`<${name}>`);
  if (start < 0) return undefined;
  const end = text.indexOf('</', start);
  return end < 0 ? undefined : text.slice(start + name.length + 2, end);
}

/** A number, which some systems write with a comma. */
function numberIn(text: string, name: string): number | undefined {
  const value = Number(contentOf(text, name)?.replace(',', '.'));
  return Number.isFinite(value) ? value : undefined;
}

function viewOf(bytes: Uint8Array<ArrayBuffer>): DataView<ArrayBuffer> {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function damaged(file: string, reason: string): VoxmetryError {
  return damagedFile('.bcf', file, reason);
}
