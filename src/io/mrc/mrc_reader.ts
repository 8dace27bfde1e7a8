import { VoxmetryError } from '../../recipe/errors.js';
import { damagedFile } from '../damaged_file.js';
import { map3 } from '../../recipe/geometry.js';
import type { FileContents, FoundFile } from '../contents.js';
import { describedImage } from '../described_grid.js';
import type { Direction } from '../orientation.js';
import type { StoredType } from '../sample_type.js';
import { byteOrder, MRC_HEADER_BYTES as HEADER_BYTES } from './sniff.js';

const IMOD_STAMP = 1146047817;
const TYPES: Readonly<Record<number, StoredType>> = { 1: 'i16', 2: 'f32', 6: 'u16', 12: 'f16' };
const UNIT_VECTORS: Direction = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/**
 * An MRC or CCP4 map: modes 0 (signed, or unsigned where IMOD says so), 1, 2, 6 and 12. The cell
 * over its intervals is the voxel, in ångström.
 */
export async function readMrc({ bytes, signal }: FoundFile): Promise<FileContents> {
  const { name } = bytes;
  if (bytes.size < HEADER_BYTES) throw damaged(name, 'it ends within its header');
  const head = await bytes.read(0, HEADER_BYTES, signal);
  const view = new DataView(head.buffer, head.byteOffset, HEADER_BYTES);
  const little = byteOrder(head);
  if (little === undefined) throw damaged(name, 'its sizes and mode cannot be meant');
  const int = (word: number): number => view.getInt32(word * 4, little);
  const float = (word: number): number => view.getFloat32(word * 4, little);
  const mode = int(3);
  const signed = int(38) !== IMOD_STAMP || (int(39) & 1) === 1;
  const type = mode === 0 ? (signed ? 'i8' : 'u8') : TYPES[mode];
  if (type === undefined) {
    throw new VoxmetryError(
      'unsupported-format',
      `${name} is of MRC mode ${mode}, which is not read; modes 0, 1, 2, 6 and 12 are. ` +
        'Convert it: newstack -mode 2.',
    );
  }
  const extra = int(23);
  if (extra < 0) throw damaged(name, 'its extended header is of a negative length');
  const intervals = map3((i) => int(7 + i));
  const cell = map3((i) => float(10 + i));
  const axes = map3((i) => int(16 + i) - 1);
  const sound = axes.toSorted((a, b) => a - b).join() === '0,1,2';
  // Columns, rows and sections lie along the axes that the header names; the cell goes by axis.
  const along = map3((i) => (sound ? axes[i] : i));
  const edges = map3((i) => cell[along[i]]! / intervals[along[i]]!);
  const hasCell = edges.every((edge) => edge > 0 && Number.isFinite(edge));
  const image = describedImage({
    bytes,
    stored: { type, bigEndian: !little },
    offset: HEADER_BYTES + extra,
    size: map3((i) => int(i)),
    direction: [0, 1, 2].map((i) => UNIT_VECTORS[along[i]!]!) as unknown as Direction,
    ...(hasCell ? { spacing: edges, unit: 'Å', spacingFrom: 'MRC cell' } : {}),
    warnings:
      mode === 0 && int(38) !== IMOD_STAMP
        ? [
            'Bytes are read as signed, as MRC2014 says; older programs wrote them unsigned: dtype u8.',
          ]
        : [],
  });
  return {
    format: 'mrc',
    images: [image],
    close: () => {
      bytes.close();
    },
  };
}

function damaged(name: string, reason: string): VoxmetryError {
  return damagedFile('MRC file', name, reason);
}
