// How `.bcf` packs the spectrum of a pixel.

/** Bytes of the header of a pixel. */
export const PIXEL_HEADER = 22;

/** What the header of a pixel says. */
export interface PixelHeader {
  readonly x: number;
  /** 0: pulses of 16 bits; 1: pulses of 12 bits; else runs of channels. */
  readonly packing: number;
  /** Pulses; of runs, those that are listed behind them. */
  readonly pulses: number;
  /** Bytes that follow; of runs, the last 4 say how many bytes of pulses come behind. */
  readonly bytes: number;
}

export function pixelHeader(view: DataView, at: number): PixelHeader {
  return {
    x: view.getUint32(at, true),
    packing: view.getUint16(at + 12, true),
    pulses: view.getUint16(at + 16, true),
    bytes: view.getUint32(at + 18, true),
  };
}

/** Takes the counts of a pixel, channel by channel. */
export type AddCounts = (channel: number, counts: number) => void;

/**
 * Unpacks a pixel behind its header; returns where the next one begins. What reaches beyond the
 * view is a RangeError.
 */
export function unpackPixel(
  view: DataView,
  at: number,
  { packing, pulses, bytes }: PixelHeader,
  add: AddCounts,
): number {
  const end = at + bytes;
  if (end > view.byteLength) throw new RangeError('a pixel is cut off');
  if (packing === 0) {
    for (let i = at; i + 2 <= end; i += 2) add(view.getUint16(i, true), 1);
    return end;
  }
  if (packing === 1) {
    // Two pulses in three bytes, which stand in pairs that are swapped.
    const byte = (i: number): number => {
      if (at + (i ^ 1) >= end) throw new RangeError('pulses are cut off');
      return view.getUint8(at + (i ^ 1));
    };
    for (let p = 0; p < pulses; p += 1) {
      const i = 3 * (p >> 1);
      add(
        p % 2 === 0 ? (byte(i) << 4) | (byte(i + 1) >> 4) : ((byte(i + 1) & 15) << 8) | byte(i + 2),
        1,
      );
    }
    return end;
  }
  let channel = 0;
  let from = at;
  while (from < end - 4) {
    const size = view.getUint8(from);
    const count = view.getUint8(from + 1);
    from += 2;
    if (size > 0) {
      // All channels of a run are counted from a base; values have half as many bytes as it.
      const base = wordAt(view, from, size);
      from += size;
      for (let i = 0; i < count; i += 1)
        add(
          channel + i,
          base +
            (size === 1
              ? (view.getUint8(from + (i >> 1)) >> (4 * (i & 1))) & 15
              : wordAt(view, from + (i * size) / 2, size / 2)),
        );
      from += size === 1 ? Math.ceil(count / 2) : (count * size) / 2;
    }
    channel += count;
  }
  const more = view.getUint32(end - 4, true);
  if (pulses === 0) return end;
  for (let i = 0; i < pulses; i += 1) add(view.getUint16(end + 2 * i, true), 1);
  return end + more;
}

function wordAt(view: DataView, at: number, size: number): number {
  if (size === 1) return view.getUint8(at);
  if (size === 2) return view.getUint16(at, true);
  if (size === 4) return view.getUint32(at, true);
  if (size === 8) return Number(view.getBigUint64(at, true));
  throw new RangeError(`a run of ${size} bytes`);
}
