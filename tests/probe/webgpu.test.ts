import { expect, it } from 'vitest';
import wgsl from './compute.wgsl?raw';

// Proves that the place these tests run in has a WebGPU that computes: the rest relies on it.
it('computes on the adapter at hand', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no WebGPU adapter: run `npm run prepare:test` first');
  const { vendor, architecture, device: name, description } = adapter.info;
  console.log(`adapter: ${[vendor, architecture, name, description].filter(Boolean).join(', ')}`);

  const device = await adapter.requestDevice();
  const count = 1000;
  const input = Uint32Array.from({ length: count }, (_, i) => i);
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
  const storage = device.createBuffer({ size: input.byteLength, usage });
  const staging = device.createBuffer({
    size: input.byteLength,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(storage, 0, input);
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code: wgsl }) },
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(
    0,
    device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [{ binding: 0, resource: { buffer: storage } }],
    }),
  );
  pass.dispatchWorkgroups(Math.ceil(count / 64));
  pass.end();
  encoder.copyBufferToBuffer(storage, 0, staging, 0, input.byteLength);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const result = new Uint32Array(staging.getMappedRange().slice(0));
  expect([...result]).toEqual([...input].map((v) => 2 * v + 1));
  device.destroy();
});
