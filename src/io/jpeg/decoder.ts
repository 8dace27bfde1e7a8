import type { Band, HuffmanTable } from './entropy.js';
import { EntropyDecoder, huffmanTable, ZIGZAG } from './entropy.js';
import { inverseTransform } from './idct.js';
import { upsample } from './upsample.js';

/** A component of the frame. */
interface Component {
  readonly id: number;
  readonly across: number;
  readonly down: number;
  readonly table: number;
  /** Size in pixels of its own, and in blocks as they are held: whole units of the frame. */
  readonly width: number;
  readonly height: number;
  readonly blocksAcross: number;
  readonly coefficients: Int16Array;
  /** Steps of quantization, which are those of its first scan. */
  steps: Uint16Array | undefined;
  prediction: number;
}

interface Frame {
  readonly progressive: boolean;
  readonly width: number;
  readonly height: number;
  readonly mostAcross: number;
  readonly mostDown: number;
  readonly components: readonly Component[];
}

/** No encoder writes more scans; each may visit every block. */
const MOST_SCANS = 128;

/**
 * Decodes a JPEG of 8 bits by Huffman codes, baseline or progressive (ISO 10918-1), to its
 * components side by side, without any change of colours. Chroma is widened as libjpeg does by
 * default, and the transform is that of libjpeg, so that values are the same. Whatever is damaged
 * throws; nothing is made up for data that are missing.
 */
export function decodeFrame(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const tables: Tables = { steps: [], dc: [], ac: [], restart: 0 };
  let frame: Frame | undefined;
  let scans = 0;
  let at = 2;
  for (;;) {
    while (data[at] === 0xff && data[at + 1] === 0xff) at++;
    const marker = data[at + 1];
    if (data[at] !== 0xff || marker === undefined) throw new Error('a marker is missing');
    at += 2;
    if (marker === 0xd9) break;
    const length = ((data[at] ?? 0) << 8) | (data[at + 1] ?? 0);
    if (length < 2 || at + length > data.length) throw new Error('it ends within a segment');
    const segment = data.subarray(at + 2, at + length);
    at += length;
    if (marker === 0xc0 || marker === 0xc1 || marker === 0xc2) {
      if (frame !== undefined) throw new Error('it has two frames');
      frame = frameOf(segment, marker === 0xc2);
    } else if (marker === 0xda) {
      if (frame === undefined) throw new Error('its data come before its frame');
      if (++scans > MOST_SCANS) throw new Error('it has too many scans');
      at = decodeScan(data, at, segment, frame, tables);
    } else readTables(marker, segment, tables);
  }
  if (frame === undefined || scans === 0) throw new Error('it has no data');
  return pixelsOf(frame);
}

interface Tables {
  readonly steps: Uint16Array[];
  readonly dc: HuffmanTable[];
  readonly ac: HuffmanTable[];
  restart: number;
}

function readTables(marker: number, segment: Uint8Array, tables: Tables): void {
  if (marker === 0xdd) tables.restart = (segment[0]! << 8) | segment[1]!;
  let at = 0;
  while (marker === 0xdb && at < segment.length) {
    const spec = segment[at++]!;
    const wide = spec >> 4 === 1;
    const steps = new Uint16Array(64);
    if (at + (wide ? 128 : 64) > segment.length) throw new Error('a table ends too soon');
    for (let i = 0; i < 64; i++) {
      steps[ZIGZAG[i]!] = wide ? (segment[at]! << 8) | segment[at + 1]! : segment[at]!;
      at += wide ? 2 : 1;
    }
    tables.steps[spec & 15] = steps;
  }
  while (marker === 0xc4 && at < segment.length) {
    const spec = segment[at]!;
    const counts = segment.subarray(at + 1, at + 17);
    const count = counts.reduce((sum, n) => sum + n, 0);
    const values = segment.slice(at + 17, at + 17 + count);
    if (counts.length < 16 || values.length < count) throw new Error('a table ends too soon');
    (spec >> 4 === 0 ? tables.dc : tables.ac)[spec & 15] = huffmanTable(counts, values);
    at += 17 + count;
  }
}

function frameOf(segment: Uint8Array, progressive: boolean): Frame {
  const [, h1 = 0, h0 = 0, w1 = 0, w0 = 0, count = 0] = segment;
  const [height, width] = [(h1 << 8) | h0, (w1 << 8) | w0];
  const found = Array.from({ length: count }, (_, i) => {
    const [id = 0, sampling = 0, table = 0] = segment.subarray(6 + 3 * i, 9 + 3 * i);
    return { id, across: sampling >> 4, down: sampling & 15, table };
  });
  // A single component is sampled as the image is, whatever its factors are.
  const own = found.length === 1 ? found.map((c) => ({ ...c, across: 1, down: 1 })) : found;
  const mostAcross = Math.max(...own.map(({ across }) => across));
  const mostDown = Math.max(...own.map(({ down }) => down));
  const sound = own.every(
    ({ across, down }) =>
      across >= 1 && down >= 1 && mostAcross % across === 0 && mostDown % down === 0,
  );
  const ids = new Set(own.map(({ id }) => id));
  if (!sound || mostAcross > 4 || mostDown > 4 || ids.size < count || count === 0)
    throw new Error('its components are sampled as none is');
  const unitsAcross = Math.ceil(width / (8 * mostAcross));
  const unitsDown = Math.ceil(height / (8 * mostDown));
  const components = own.map((component) => {
    const blocksAcross = unitsAcross * component.across;
    return {
      ...component,
      width: Math.ceil((width * component.across) / mostAcross),
      height: Math.ceil((height * component.down) / mostDown),
      blocksAcross,
      coefficients: new Int16Array(64 * blocksAcross * unitsDown * component.down),
      steps: undefined,
      prediction: 0,
    };
  });
  return { progressive, width, height, mostAcross, mostDown, components };
}

/** A component of a scan, with its tables. */
interface Scanned {
  readonly component: Component;
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
}

function decodeScan(
  data: Uint8Array,
  at: number,
  segment: Uint8Array,
  frame: Frame,
  tables: Tables,
): number {
  const count = segment[0] ?? 0;
  const parts = Array.from({ length: count }, (_, i): Scanned => {
    const component = frame.components.find(({ id }) => id === segment[1 + 2 * i]);
    if (component === undefined) throw new Error('a scan of no component');
    const spec = segment[2 + 2 * i] ?? 0;
    component.steps ??= tables.steps[component.table];
    return { component, dc: tables.dc[spec >> 4], ac: tables.ac[spec & 15] };
  });
  const [from = 0, to = 63, bits = 0] = segment.subarray(1 + 2 * count);
  const band: Band = { progressive: frame.progressive, from, to, high: bits >> 4, low: bits & 15 };
  const soundBand = from <= to && to <= 63 && (from > 0 ? count === 1 : true) && band.low <= 13;
  if (count === 0 || (frame.progressive && (!soundBand || (from === 0 && to > 0))))
    throw new Error('a scan of no coefficients');
  const decoder = new EntropyDecoder(data, at);
  const decode = ({ component, dc, ac }: Scanned, block: number): void => {
    const { coefficients, prediction } = component;
    component.prediction = decoder.block(coefficients, 64 * block, band, dc, ac, prediction);
  };
  const units = count === 1 ? ownBlocks(parts[0]!) : unitsOf(frame, parts);
  for (const { component } of parts) component.prediction = 0;
  for (let unit = 0; unit < units.count; unit++) {
    if (tables.restart > 0 && unit > 0 && unit % tables.restart === 0) {
      decoder.restart();
      for (const { component } of parts) component.prediction = 0;
    }
    units.visit(unit, decode);
  }
  return decoder.position;
}

/** The units of a scan, each with the blocks of its components. */
interface Units {
  readonly count: number;
  visit(unit: number, decode: (part: Scanned, block: number) => void): void;
}

/** Of a single component the blocks that the image needs, row by row. */
function ownBlocks(part: Scanned): Units {
  const { width, height, blocksAcross } = part.component;
  const across = Math.ceil(width / 8);
  return {
    count: across * Math.ceil(height / 8),
    visit: (unit, decode) => {
      decode(part, Math.floor(unit / across) * blocksAcross + (unit % across));
    },
  };
}

function unitsOf({ width, height, mostAcross, mostDown }: Frame, parts: readonly Scanned[]): Units {
  const across = Math.ceil(width / (8 * mostAcross));
  return {
    count: across * Math.ceil(height / (8 * mostDown)),
    visit: (unit, decode) => {
      const [row, column] = [Math.floor(unit / across), unit % across];
      for (const part of parts) {
        const { across: h, down: v, blocksAcross } = part.component;
        for (let y = 0; y < v; y++)
          for (let x = 0; x < h; x++) decode(part, (row * v + y) * blocksAcross + column * h + x);
      }
    },
  };
}

function pixelsOf({
  width,
  height,
  mostAcross,
  mostDown,
  components,
}: Frame): Uint8Array<ArrayBuffer> {
  const count = components.length;
  const out = new Uint8Array(width * height * count);
  for (const [at, component] of components.entries()) {
    const { coefficients, blocksAcross, steps, across, down } = component;
    if (steps === undefined) throw new Error('a table of quantization is missing');
    const stride = 8 * blocksAcross;
    const values = new Uint8Array(coefficients.length);
    for (let block = 0; block < coefficients.length / 64; block++) {
      const row = Math.floor(block / blocksAcross);
      const to = row * 8 * stride + (block % blocksAcross) * 8;
      inverseTransform(coefficients, 64 * block, steps, values, to, stride);
    }
    const plane = { values, stride, width: component.width, height: component.height };
    upsample(plane, [mostAcross / across, mostDown / down], out, { at, count, width, height });
  }
  return out;
}
