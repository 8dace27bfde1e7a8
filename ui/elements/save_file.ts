/** Saves a text or bytes as a file of the user's, as a download. */
export function saveFile(
  content: string | Uint8Array<ArrayBuffer>,
  name: string,
  type = 'application/octet-stream',
): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // The download has taken hold of the bytes by then.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 10_000);
}
