/** Whether the first bytes are those of an OLE compound file ([MS-CFB], 2.2). */
export function isCompoundFile(head: Uint8Array): boolean {
  const mark = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
  return mark.every((byte, i) => head[i] === byte);
}
