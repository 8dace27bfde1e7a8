// Loaded before the library's worker: tells the bytes of its GPU buffers and textures.

const channel = new BroadcastChannel('voxmetry GPU bytes');
const held = new Map<GPUDevice, Map<GPUBuffer | GPUTexture, number>>();

function tell(): void {
  let sum = 0;
  for (const of of held.values()) for (const bytes of of.values()) sum += bytes;
  channel.postMessage(sum);
}

function hold(device: GPUDevice, made: GPUBuffer | GPUTexture, bytes: number): void {
  const of = held.get(device) ?? new Map<GPUBuffer | GPUTexture, number>();
  held.set(device, of.set(made, bytes));
  const destroy = made.destroy.bind(made);
  made.destroy = () => {
    destroy();
    of.delete(made);
    tell();
    return undefined;
  };
  tell();
}

/* eslint-disable @typescript-eslint/unbound-method -- They are called on a device. */
const { createBuffer, createTexture, destroy } = GPUDevice.prototype;
/* eslint-enable @typescript-eslint/unbound-method */
GPUDevice.prototype.createBuffer = function (descriptor) {
  const buffer = createBuffer.call(this, descriptor);
  hold(this, buffer, descriptor.size);
  return buffer;
};
GPUDevice.prototype.createTexture = function (descriptor) {
  const texture = createTexture.call(this, descriptor);
  // At least a byte for each texel: what counts is that it goes.
  hold(this, texture, texture.width * texture.height * texture.depthOrArrayLayers);
  return texture;
};
GPUDevice.prototype.destroy = function () {
  destroy.call(this);
  held.delete(this);
  tell();
  return undefined;
};
