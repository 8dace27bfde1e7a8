let given: string | undefined;

/** States where the module of h5wasm lies, where its bare name cannot be resolved. */
export function setLibraryUrl(url: string | undefined): void {
  given = url;
}

export function libraryUrl(): string | undefined {
  return given;
}
