/**
 * How Chromium is started for tests: WebGPU on the software adapter, and nothing sent home. Without
 * Vulkan and ANGLE on that adapter too, the first frame on a WebGPU canvas ends the GPU process.
 */
export const chromiumFlags = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
