let given: string | undefined;

/** States where the module of onnxruntime-web lies, where its bare name cannot be resolved. */
export function setRuntimeUrl(url: string | undefined): void {
  given = url;
}

export function runtimeUrl(): string | undefined {
  return given;
}
