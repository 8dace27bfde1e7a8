/** Whether the first bytes are such a header; Analyze is told by its name too. */
export function niftiVersion(head: Uint8Array, path: string): 0 | 1 | 2 | undefined {
  if (head.length < 348) return undefined;
  const magic = (at: number): string => String.fromCharCode(...head.subarray(at, at + 3));
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const sizes = [view.getInt32(0, true), view.getInt32(0, false)];
  if (sizes.includes(348)) {
    if (['n+1', 'ni1'].includes(magic(344))) return 1;
    return /\.hdr$/i.test(path) ? 0 : undefined;
  }
  return sizes.includes(540) && ['n+2', 'ni2'].includes(magic(4)) ? 2 : undefined;
}
