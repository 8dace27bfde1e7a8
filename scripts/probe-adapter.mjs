// Runs in Deno: prints one line of JSON about the WebGPU adapter that a program here would get,
// after making it compute something. null when there is none that computes.
const gpu = /** @type {GPU | undefined} */ (navigator.gpu);
const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });

/** @param {GPUAdapter} found */
async function computes(found) {
  const device = await found.requestDevice();
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC;
  const storage = device.createBuffer({ size: 4, usage });
  const staging = device.createBuffer({
    size: 4,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  const code = `@group(0) @binding(0) var<storage, read_write> word: u32;
    @compute @workgroup_size(1) fn main() { word = 42u; }`;
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code }) },
  });
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [{ binding: 0, resource: { buffer: storage } }],
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(1);
  pass.end();
  encoder.copyBufferToBuffer(storage, 0, staging, 0, 4);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const answer = new Uint32Array(staging.getMappedRange())[0];
  device.destroy();
  return answer === 42;
}

if (adapter && (await computes(adapter).catch(() => false))) {
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  console.log(JSON.stringify({ vendor, architecture, device, description, isFallbackAdapter }));
} else {
  console.log('null');
}
