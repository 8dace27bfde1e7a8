/** Saves a text as a file of the user's, as a download. */
export function saveText(content: string, name: string, type: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // The download has taken hold of the bytes by then.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 10_000);
}
