/** Whether the first bytes are a DICOM file's (PS3.10): 'DICM' behind 128 bytes of anything. */
export function isDicom(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(128, 132)) === 'DICM';
}
