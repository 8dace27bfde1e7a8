import { describeAdapter, type AdapterInfo } from '../recipe/adapter.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { Stages } from '../recipe/stages.js';
import { requestDevice, selfTest, withinTime, type DeviceOptions } from './device.js';
import { PipelineCache } from './pipelines.js';
import { BufferPool } from './pool.js';
import { Rates } from './rates.js';
import { TrafficLog } from './traffic.js';
import { Turns } from './turns.js';

/** Milliseconds that an adapter may take to answer. */
const OPEN_TIMEOUT = 30_000;

/** A device with what every run shares: pipelines, buffers, the traffic log and its turn-taking. */
export class Gpu {
  readonly device: GPUDevice;
  readonly adapter: AdapterInfo;
  readonly pipelines: PipelineCache;
  readonly pool: BufferPool;
  readonly traffic = new TrafficLog();
  /** Settles when the device is lost, with the reason. */
  readonly lost: Promise<GPUDeviceLostInfo>;
  /** Whether the device is this object's own, to be replaced and destroyed. */
  readonly ownsDevice: boolean;
  /** How long kernels take here. */
  readonly rates: Rates;
  readonly turns: Turns;
  /** Takes down where time goes, at the price of a wait per submission. */
  stages: Stages | undefined;
  #lostInfo: GPUDeviceLostInfo | undefined;

  private constructor(device: GPUDevice, adapter: AdapterInfo, ownsDevice: boolean) {
    this.device = device;
    this.adapter = adapter;
    this.ownsDevice = ownsDevice;
    this.pipelines = PipelineCache.of(device, adapter.software);
    this.pool = new BufferPool(device, 256 * 2 ** 20);
    this.lost = device.lost.then((info) => {
      this.#lostInfo = info;
      return info;
    });
    this.rates = Rates.of(adapter);
    this.turns = Turns.of(device, this.rates);
  }

  /**
   * Opens a device of its own, and refuses one that fails the self-test or does not answer in time.
   */
  static open(options: DeviceOptions = {}): Promise<Gpu> {
    return withinTime(Gpu.#open(options), options.timeout ?? OPEN_TIMEOUT, (gpu) => {
      gpu.destroy();
    });
  }

  static async #open(options: DeviceOptions): Promise<Gpu> {
    const { device, adapter } = await requestDevice(options);
    try {
      await selfTest(device);
    } catch (error) {
      device.destroy();
      throw error;
    }
    return new Gpu(device, adapter, true);
  }

  /** Works on the caller's device, which is never destroyed here. */
  static async adopt(device: GPUDevice, timeout = OPEN_TIMEOUT): Promise<Gpu> {
    await withinTime(selfTest(device), timeout, () => undefined);
    const info = (device as { adapterInfo?: GPUAdapterInfo }).adapterInfo;
    const adapter =
      info === undefined
        ? { vendor: '', architecture: '', device: '', description: '', software: false }
        : describeAdapter(info);
    return new Gpu(device, adapter, false);
  }

  get isLost(): boolean {
    return this.#lostInfo !== undefined;
  }

  /** Throws `device-lost` once the device is gone. */
  assertAlive(): void {
    if (this.#lostInfo !== undefined)
      throw new VoxmetryError(
        'device-lost',
        `The GPU device was lost (${this.#lostInfo.message || this.#lostInfo.reason}). Open a new lab; if it happens again, update the GPU's driver or lower memoryBudget.`,
      );
  }

  /**
   * What a failed call on the device amounts to: `device-lost` if the device turns out to be gone,
   * which browsers may tell a little later than the failure itself; else the cause.
   */
  async failure(cause: unknown, op: string): Promise<VoxmetryError> {
    await Promise.race([this.lost, new Promise((resolve) => setTimeout(resolve, 100))]);
    try {
      this.assertAlive();
    } catch (error) {
      return VoxmetryError.from(error, op);
    }
    return VoxmetryError.from(cause, op);
  }

  destroy(): void {
    this.pool.clear();
    if (this.ownsDevice) this.device.destroy();
  }
}
