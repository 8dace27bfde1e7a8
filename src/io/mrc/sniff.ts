/** Bytes of the header of MRC and CCP4, without what extends it. */
export const MRC_HEADER_BYTES = 1024;

/** Whether the first bytes are a header of MRC or CCP4. */
export function isMrc(head: Uint8Array, path: string): boolean {
  if (head.length < MRC_HEADER_BYTES) return false;
  if (String.fromCharCode(...head.subarray(208, 212)) === 'MAP ') return true;
  // Files of before 2000 have no mark; their names and small whole numbers tell.
  return /\.(mrc|rec|st|ali|map|ccp4)$/i.test(path) && byteOrder(head) !== undefined;
}

/** Whether numbers are little-endian: sizes, mode and axes of a map are small and positive. */
export function byteOrder(head: Uint8Array): boolean | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  return [true, false].find((little) => {
    const small = [0, 1, 2].every((word) => {
      const n = view.getInt32(word * 4, little);
      return n > 0 && n < 1 << 20;
    });
    const mode = view.getInt32(12, little);
    return small && mode >= 0 && mode < 256;
  });
}
