/** Other programs that read a file, by its name. */
export const PEERS: Readonly<Record<string, string>> = {
  'a.tif': 'tifffile',
  'z.tif': 'tifffile',
  'z.nii.gz': 'nibabel',
  'a.npy': 'numpy',
};

const READ: Readonly<Record<string, string>> = {
  tifffile: 'import tifffile\nread = lambda p: tifffile.imread(p)',
  nibabel: 'import nibabel, numpy\nread = lambda p: numpy.asarray(nibabel.load(p).dataobj)',
  numpy: 'import numpy\nread = lambda p: numpy.load(p)',
};

/** A script that prints how many seconds a program takes for a file, the best of three. */
export function peerScript(peer: string): string {
  return `import sys, time
${READ[peer]!}
best = 1e9
for _ in range(3):
    start = time.perf_counter()
    read(sys.argv[1])
    best = min(best, time.perf_counter() - start)
print(best)`;
}
