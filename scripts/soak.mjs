// Volumes larger than the GPU, on the fastest adapter at hand: npm run soak [-- --size 512]
import { runBench } from './bench-bundle.mjs';

process.exitCode = await runBench('soak.js', ['--v8-flags=--max-old-space-size=1024']);
