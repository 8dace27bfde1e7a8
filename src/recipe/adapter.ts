/** What is known of the adapter that computes; goes into every result's provenance. */
export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  /** Never empty: where the browser says none, what it says else, or the kind. */
  readonly description: string;
  /** Whether it computes on the CPU (lavapipe, SwiftShader, WARP). */
  readonly software: boolean;
}

/** The plain facts of an adapter or device. */
export function describeAdapter(info: GPUAdapterInfo): AdapterInfo {
  const { vendor, architecture, device } = info;
  const text = [vendor, architecture, device, info.description].filter((s) => s !== '').join(' ');
  const software =
    /llvmpipe|lavapipe|swiftshader|softpipe|basic render|warp/.test(text.toLowerCase()) ||
    (info as { isFallbackAdapter?: boolean }).isFallbackAdapter === true;
  const hidden = software ? 'software adapter' : 'GPU, name hidden by the browser';
  const description = [info.description, text, hidden].find((each) => each !== '') ?? hidden;
  return { vendor, architecture, device, description, software };
}
