import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  findChromium,
  findLavapipe,
  findOnPath,
  lavapipeEnvironment,
  lavapipeNames,
} from '../../scripts/find-tools.mjs';
import { installCommand, isSoftware } from '../../scripts/prepare.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'voxmetry-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(name: string, mode = 0o644): string {
  const file = join(folder, name);
  writeFileSync(file, '');
  chmodSync(file, mode);
  return file;
}

describe('findLavapipe', () => {
  it('takes the driver of this processor among several', () => {
    put('lvp_icd.i686.json');
    put('radeon_icd.x86_64.json');
    expect(findLavapipe([folder], 'x64')).toBeUndefined();
    const file = put('lvp_icd.x86_64.json');
    expect(findLavapipe([join(folder, 'absent'), folder], 'x64')).toBe(file);
  });

  it('takes the name without a processor, and unlisted names on unlisted processors', () => {
    const file = put('lvp_icd.json');
    expect(findLavapipe([folder], 'arm64')).toBe(file);
    rmSync(file);
    const other = put('lvp_icd.riscv64.json');
    expect(findLavapipe([folder], 'riscv64')).toBe(other);
    expect(findLavapipe([folder], 'arm64')).toBeUndefined();
  });

  it('names the machine as Mesa does', () => {
    expect(lavapipeNames('x64')[0]).toBe('lvp_icd.x86_64.json');
    expect(lavapipeNames('arm64')[0]).toBe('lvp_icd.aarch64.json');
  });
});

describe('findOnPath', () => {
  it('passes over files that cannot be executed', () => {
    put('browser');
    expect(findOnPath(['browser'], folder)).toBeUndefined();
    const file = put('other', 0o755);
    expect(findOnPath(['browser', 'other'], `/absent:${folder}`)).toBe(file);
  });

  it('gives way to the variable that names a Chromium', () => {
    expect(findChromium({ VOXMETRY_CHROMIUM: '/opt/chrome', PATH: '' })).toBe('/opt/chrome');
    expect(findChromium({ PATH: folder })).toBeUndefined();
  });
});

describe('lavapipeEnvironment', () => {
  it('keeps a driver that the user chose', () => {
    const env = lavapipeEnvironment({ VK_DRIVER_FILES: '/my/icd.json', XDG_RUNTIME_DIR: folder });
    expect(env).toEqual({ VK_DRIVER_FILES: '/my/icd.json', XDG_RUNTIME_DIR: folder });
  });

  it('takes the driver from the older variable as well', () => {
    const env = lavapipeEnvironment({ VK_ICD_FILENAMES: '/my/old.json', XDG_RUNTIME_DIR: folder });
    expect(env['VK_DRIVER_FILES']).toBe('/my/old.json');
  });
});

describe('installCommand', () => {
  it('is what the user can type: as root, with sudo, with su', () => {
    const packages = ['chromium', 'libvulkan1'];
    expect(installCommand(packages, { root: true, sudo: true })).toBe(
      'apt-get update && apt-get install -y --no-install-recommends chromium libvulkan1',
    );
    expect(installCommand(packages, { root: false, sudo: true })).toBe(
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium libvulkan1',
    );
    expect(installCommand(packages, { root: false, sudo: false })).toMatch(/^su -c '.*'$/);
  });
});

describe('isSoftware', () => {
  const gpu = {
    vendor: '4318',
    architecture: '',
    device: '8708',
    description: 'A real card',
    isFallbackAdapter: false,
  };
  it.each([
    [gpu, false],
    [{ ...gpu, isFallbackAdapter: true }, true],
    [{ ...gpu, description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }, true],
    [{ ...gpu, architecture: 'swiftshader' }, true],
  ])('%o: %s', (adapter, expected) => {
    expect(isSoftware(adapter)).toBe(expected);
  });
});
